import { useCallback, useEffect, useState } from "react";
import type * as z from "zod/mini";
import type { Failure } from "./api.ts";
import { useSession } from "./session.tsx";

export type Loaded<Body> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly failure: Failure; readonly retry: () => void }
  | { readonly kind: "ready"; readonly body: Body; readonly replace: (body: Body) => void };

/** Reads from the console API when the path changes, and again on `retry`. */
export function useLoaded<Schema extends z.core.$ZodType>(
  path: string,
  answer: Schema,
): Loaded<z.core.output<Schema>> {
  type Body = z.core.output<Schema>;
  const { request } = useSession();
  const [round, setRound] = useState(0);
  const key = `${round} ${path}`;
  const [read, setRead] = useState<{ key: string; body?: Body; failure?: Failure }>();
  useEffect(() => {
    let wanted = true;
    void request({ method: "GET", path, answer }).then((outcome) => {
      // Without a session the page waits under the login dialog; then `request` is another and reads again.
      if (!wanted || (!outcome.ok && outcome.failure.code === "login_required")) return;
      setRead(outcome.ok ? { key, body: outcome.body } : { key, failure: outcome.failure });
    });
    return () => {
      wanted = false;
    };
  }, [request, path, answer, key]);
  const retry = useCallback(() => setRound((before) => before + 1), []);
  const replace = useCallback((body: Body) => setRead({ key, body }), [key]);

  if (read?.key === key && read.body !== undefined) return { kind: "ready", body: read.body, replace };
  if (read?.key === key && read.failure !== undefined) {
    return { kind: "failed", failure: read.failure, retry };
  }
  return { kind: "loading" };
}
