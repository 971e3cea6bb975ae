import type { Failure } from "./api.ts";
import type { Texts } from "./texts/en.ts";

/** A failed call in words: what happened and what to do. */
export function failureText({ failure, login }: Texts, { code, waitSeconds }: Failure): string {
  switch (code) {
    case "offline":
    case "not_found":
    case "request_invalid":
      return failure[code];
    case "login_required":
    case "csrf_refused":
      return login.expired;
    case "too_many_requests":
      return failure.too_many_requests(waitSeconds ?? 60);
    default:
      return failure.unexpected;
  }
}
