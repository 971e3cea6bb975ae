import { useCallback, useEffect, useRef, useState } from "react";
import type { AgentEvent } from "../agent/contract.ts";
import { ApiFailure } from "./api.ts";
import { useEvents } from "./live.tsx";

export interface Loaded<T> {
  /** The last answer, kept while it is read again. */
  readonly data: T | undefined;
  readonly failure: ApiFailure | undefined;
  readonly reload: () => void;
  /** Takes an answer that came by another way, as an action's does. */
  readonly replace: (data: T) => void;
}

/** Reads `key` by `load`, and again whenever an event concerns it. Only the newest answer counts. */
export function useLoaded<T>(
  key: string,
  load: () => Promise<T>,
  concerns: (event: AgentEvent) => boolean,
): Loaded<T> {
  const [state, setState] = useState<{ key: string; data?: T; failure?: ApiFailure }>({ key });
  const asked = useRef(0);
  const loading = useRef(load);
  useEffect(() => {
    loading.current = load;
  });

  const reload = useCallback(() => {
    const number = ++asked.current;
    loading.current().then(
      (data) => {
        if (number === asked.current) setState({ key, data });
      },
      (error: unknown) => {
        const failure = toFailure(error);
        if (number === asked.current) {
          setState((old) =>
            old.key === key && old.data ? { key, data: old.data, failure } : { key, failure },
          );
        }
      },
    );
  }, [key]);
  const replace = useCallback(
    (data: T) => {
      asked.current++;
      setState({ key, data });
    },
    [key],
  );

  useEffect(reload, [reload]);
  useEvents((event) => {
    if (concerns(event)) reload();
  });
  const current = state.key === key ? state : { key };
  return { data: current.data, failure: current.failure, reload, replace };
}

export const toFailure = (error: unknown): ApiFailure =>
  error instanceof ApiFailure ? error : new ApiFailure("unexpected", String(error), { cause: error });
