import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import * as z from "zod/mini";
import { AgentEvent } from "../agent/contract.ts";

type Listener = (event: AgentEvent) => void;

const LiveContext = createContext<{ connected: boolean; listen: (listener: Listener) => () => void }>({
  connected: true,
  listen: () => () => undefined,
});

const Data = z.pipe(
  z.pipe(
    z.string(),
    z.transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.issues.push({ code: "custom", message: "not JSON", input: text });
        return z.NEVER;
      }
    }),
  ),
  AgentEvent,
);

/** Keeps one stream of server-sent events open. After a gap the listeners hear `reset`: read everything again. */
export function Live({ children }: { children: ReactNode }) {
  const [connected, setConnected] = useState(true);
  const listeners = useRef(new Set<Listener>());

  useEffect(() => {
    const tell = (event: AgentEvent): void => {
      for (const listener of listeners.current) listener(event);
    };
    let source: EventSource;
    let retry: number | undefined;
    let wasOpen = false;
    const open = (): void => {
      source = new EventSource("/agent/api/events");
      source.addEventListener("open", () => {
        setConnected(true);
        if (wasOpen) tell({ type: "reset" });
        wasOpen = true;
      });
      source.addEventListener("error", () => {
        setConnected(false);
        wasOpen = true;
        // The browser gives up after an answer other than 200, as a proxy gives while the emulator restarts.
        if (source.readyState === EventSource.CLOSED) retry = window.setTimeout(open, 2000);
      });
      source.addEventListener("message", (message: MessageEvent<unknown>) => {
        const event = z.safeParse(Data, message.data);
        // An event this page does not know is still a sign that something changed.
        tell(event.success ? event.data : { type: "reset" });
      });
    };
    open();
    return () => {
      window.clearTimeout(retry);
      source.close();
    };
  }, []);

  const listen = useCallback((listener: Listener) => {
    listeners.current.add(listener);
    return () => listeners.current.delete(listener);
  }, []);
  return <LiveContext.Provider value={{ connected, listen }}>{children}</LiveContext.Provider>;
}

/** Whether events arrive at present. */
export const useConnected = (): boolean => useContext(LiveContext).connected;

/** Hears every event while the component is shown. */
export function useEvents(listener: Listener): void {
  const { listen } = useContext(LiveContext);
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => listen((event) => latest.current(event)), [listen]);
}
