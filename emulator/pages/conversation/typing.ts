import { useRef } from "react";
import { tellTyping } from "../api.ts";

/** Milliseconds between two signs of typing. */
const EVERY = 4000;

/** Tells the visitor's side that the agent types, at most every few seconds. */
export function useTyping(ticketId: string, agentId: string): () => void {
  const last = useRef(Number.NEGATIVE_INFINITY);
  return () => {
    const now = performance.now();
    if (now - last.current < EVERY) return;
    last.current = now;
    // Only a sign: that it did not arrive changes nothing for either side.
    tellTyping(ticketId, agentId).catch(() => undefined);
  };
}
