import { type FormEvent, useMemo, useRef, useState } from "react";
import type { ApiFailure } from "../api.ts";
import { useWords } from "../i18n.ts";
import { type Loaded, toFailure, useLoaded } from "../loaded.ts";
import { useAccount } from "../shell/signed-in.tsx";
import { failureText } from "../shell/states.tsx";
import { type AdminApi, AdminFailure, adminApi } from "./api.ts";
import { refusalText, useAdminWords } from "./words/words.ts";

/** The API in the name of who works here. */
export function useAdminApi(): AdminApi {
  const { me } = useAccount();
  return useMemo(() => adminApi(me.id), [me.id]);
}

/** Reads something of the account, and again when the account changed. */
export function useAdminLoaded<T>(key: string, load: (api: AdminApi) => Promise<T>): Loaded<T> {
  const api = useAdminApi();
  return useLoaded(
    key,
    () => load(api),
    ({ type }) => type === "account" || type === "reset",
  );
}

/** A failure in a sentence of the page's language. */
export function useFailureText(): (failure: ApiFailure) => string {
  const words = useWords();
  const adminWords = useAdminWords();
  return (failure) =>
    (failure instanceof AdminFailure ? refusalText(failure.code, adminWords) : undefined) ??
    failureText(failure, words);
}

/**
 * Submits a form once at a time. A refusal that blames a field is told by `errorOf` and takes the keyboard to
 * the field of that name; any other is `problem`.
 */
export function useSubmit<T>(run: () => Promise<T>, done: (answer: T) => void) {
  const text = useFailureText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  const running = useRef(false);
  const field = failure instanceof AdminFailure ? failure.field : undefined;

  const start = async (form: HTMLFormElement | undefined): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      done(await run());
    } catch (error) {
      const failed = toFailure(error);
      setFailure(failed);
      if (failed instanceof AdminFailure && failed.field !== undefined)
        form?.querySelector<HTMLElement>(`[name="${failed.field}"]`)?.focus();
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  const submit = (event?: FormEvent<HTMLFormElement>): void => {
    event?.preventDefault();
    // It never fails: a failure is kept.
    void start(event?.currentTarget);
  };
  return {
    busy,
    submit,
    errorOf: (name: string) => (failure && field === name ? text(failure) : undefined),
    problem: failure && field === undefined ? text(failure) : undefined,
  };
}
