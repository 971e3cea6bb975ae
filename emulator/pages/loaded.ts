import { useCallback, useEffect, useRef, useState } from "react";
import type { AgentEvent } from "../agent/contract.ts";
import { ApiFailure } from "./api.ts";
import { useEvents } from "./live.tsx";

export interface Loaded<T> {
  /** The last answer, kept while it is read again. */
  readonly data: T | undefined;
  /** The same, or what another key gave while this one's has not come. */
  readonly latest: T | undefined;
  readonly failure: ApiFailure | undefined;
  readonly reload: () => void;
  /** Takes an answer that came by another way, as an action's does. */
  readonly replace: (data: T) => void;
}

/** Milliseconds between two readings that events ask for: a burst of events is one or two readings. */
const GAP = 250;

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

  const read = useCallback(async (): Promise<void> => {
    const number = ++asked.current;
    try {
      const data = await loading.current();
      if (number === asked.current) setState({ key, data });
    } catch (error) {
      const failure = toFailure(error);
      if (number === asked.current) {
        setState((old) =>
          old.key === key && old.data ? { key, data: old.data, failure } : { key, failure },
        );
      }
    }
  }, [key]);
  const reload = useCallback(() => void read(), [read]);
  const replace = useCallback(
    (data: T) => {
      asked.current++;
      setState({ key, data });
    },
    [key],
  );

  useEffect(reload, [reload]);
  const soon = useSoon(read);
  useEvents((event) => {
    if (concerns(event)) soon();
  });
  const current = state.key === key ? state : { key };
  return { data: current.data, latest: state.data, failure: current.failure, reload, replace };
}

/** Calls `work` at once, or after the one that runs and the gap behind it; however often it is asked for. */
function useSoon(work: () => Promise<void>): () => void {
  const latest = useRef(work);
  const line = useRef<{ running: boolean; again: boolean; timer: number | undefined }>({
    running: false,
    again: false,
    timer: undefined,
  });
  useEffect(() => {
    latest.current = work;
  });
  useEffect(() => {
    const { current } = line;
    return () => window.clearTimeout(current.timer);
  }, []);
  return useCallback(() => {
    const { current } = line;
    const run = async (): Promise<void> => {
      current.running = true;
      current.again = false;
      await latest.current();
      current.timer = window.setTimeout(() => {
        current.running = false;
        if (current.again) void run();
      }, GAP);
    };
    if (current.running) current.again = true;
    else void run();
  }, []);
}

export const toFailure = (error: unknown): ApiFailure =>
  error instanceof ApiFailure ? error : new ApiFailure("unexpected", String(error), { cause: error });

/** The old one when both say the same: what is drawn from it need not be drawn again. */
export const unlessChanged = <T>(old: T | undefined, fresh: T): T =>
  old !== undefined && JSON.stringify(old) === JSON.stringify(fresh) ? old : fresh;
