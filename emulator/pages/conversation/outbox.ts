import { useCallback, useRef, useState } from "react";
import type { RichContent, TicketDetail } from "../../agent/contract.ts";
import { type ApiFailure, sendReply } from "../api.ts";
import { toFailure } from "../loaded.ts";

type Ticket = TicketDetail["ticket"];

export interface Draft {
  readonly text: string;
  /** The text with its formatting, when it has some. */
  readonly html?: string | undefined;
  /** What a macro prepared. */
  readonly contents: readonly RichContent[];
  readonly files: readonly File[];
}

/** Nothing written yet. */
export const blank: Draft = { text: "", contents: [], files: [] };

/** A reply on its way: `part` is how much of it has been uploaded, from 0 to 1; a failure stops it. */
export interface Outgoing extends Draft {
  /** Also tells the emulator a second try from another reply. */
  readonly key: string;
  readonly ticketId: string;
  readonly part: number;
  readonly failure?: ApiFailure;
}

export interface Outbox {
  readonly waiting: readonly Outgoing[];
  readonly send: (ticketId: string, draft: Draft, sent: (ticket: Ticket) => void) => void;
  readonly retry: (reply: Outgoing, sent: (ticket: Ticket) => void) => void;
  readonly discard: (reply: Outgoing) => void;
  /** What was being written for each ticket, kept while another one is open. */
  readonly drafts: Map<string, Draft>;
}

/** `randomUUID` is there on secure pages only. */
const freshKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join("-");

/** Replies leave in the order they were written, ticket by ticket, also while another ticket is open. */
export function useOutbox(agentId: string): Outbox {
  const [waiting, setWaiting] = useState<readonly Outgoing[]>([]);
  const lines = useRef(new Map<string, Promise<void>>());
  const [drafts] = useState(() => new Map<string, Draft>());

  const update = useCallback((key: string, change: (reply: Outgoing) => Outgoing | undefined) => {
    setWaiting((all) =>
      all.flatMap((reply) => {
        const next = reply.key === key ? change(reply) : reply;
        return next ? [next] : [];
      }),
    );
  }, []);

  const post = useCallback(
    async (reply: Outgoing, sent: (ticket: Ticket) => void) => {
      try {
        const { text, html, contents, files } = reply;
        const said = {
          agentId,
          key: reply.key,
          text,
          ...(html && { htmlText: html }),
          contents: [...contents],
        };
        const ticket = await sendReply(reply.ticketId, said, files, (part) =>
          update(reply.key, (old) => ({ ...old, part })),
        );
        update(reply.key, () => undefined);
        sent(ticket);
      } catch (error) {
        update(reply.key, (old) => ({ ...old, failure: toFailure(error) }));
      }
    },
    [agentId, update],
  );

  const enqueue = useCallback(
    (reply: Outgoing, sent: (ticket: Ticket) => void) => {
      const before = lines.current.get(reply.ticketId) ?? Promise.resolve();
      lines.current.set(
        reply.ticketId,
        before.then(() => post(reply, sent)),
      );
    },
    [post],
  );

  const send = useCallback(
    (ticketId: string, draft: Draft, sent: (ticket: Ticket) => void) => {
      const reply = { ...draft, key: freshKey(), ticketId, part: 0 };
      setWaiting((all) => [...all, reply]);
      enqueue(reply, sent);
    },
    [enqueue],
  );
  const retry = useCallback(
    (reply: Outgoing, sent: (ticket: Ticket) => void) => {
      const { failure: _, ...again } = { ...reply, part: 0 };
      update(reply.key, () => again);
      enqueue(again, sent);
    },
    [enqueue, update],
  );
  const discard = useCallback((reply: Outgoing) => update(reply.key, () => undefined), [update]);
  return { waiting, send, retry, discard, drafts };
}
