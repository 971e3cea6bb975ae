/**
 * What the visitor asks for besides messages: to leave, to go on waiting, to send a failed message once more. The
 * server knows no id to recognise such a frame by, so each goes out once over each link, until the conversation
 * shows that it was heard or that there is nothing left to ask for.
 */
import type { ClientFrame, Question } from "../../../src/protocol/chat.ts";
import type { Changes, Transcript } from "./transcript.ts";

export type Request = Extract<ClientFrame, { type: "leave" | "wait" | "retry" }>;

interface Pending {
  readonly request: Request;
  /** What was known when it was asked. */
  readonly revision: number;
  readonly question: Question | undefined;
  /** Over the present link. */
  readonly sent: boolean;
}

export interface Requests {
  /** Sends it now or as soon as there is a link; asked a second time meanwhile, it changes nothing. */
  readonly ask: (request: Request, known: Transcript) => void;
  readonly isPending: (type: Request["type"]) => boolean;
  /** The messages that are to be sent once more. */
  readonly retried: () => ReadonlySet<number>;
  /** A new link: nothing went out over it. */
  readonly forgetSent: () => void;
  readonly sendPending: () => void;
  /** Not to be called with changes that are older than what is known. */
  readonly takeIn: (changes: Changes) => void;
  readonly clear: () => void;
}

/** `send` tells whether there was a link to send over. */
export function openRequests(send: (request: Request) => boolean): Requests {
  let pending: readonly Pending[] = [];
  const sendPending = (): void => {
    pending = pending.map((one) => (one.sent ? one : { ...one, sent: send(one.request) }));
  };
  return {
    ask: (request, { revision, status: { question } }) => {
      if (pending.some((one) => isSame(one.request, request))) return;
      pending = [...pending, { request, revision, question, sent: false }];
      sendPending();
    },
    isPending: (type) => pending.some(({ request }) => request.type === type),
    retried: () => new Set(pending.flatMap(({ request }) => (request.type === "retry" ? [request.seq] : []))),
    forgetSent: () => {
      pending = pending.map((one) => ({ ...one, sent: false }));
    },
    sendPending,
    takeIn: (changes) => {
      pending = pending.filter((one) => !isOver(one, changes));
    },
    clear: () => {
      pending = [];
    },
  };
}

function isSame(a: Request, b: Request): boolean {
  return a.type === b.type && (a.type !== "retry" || b.type !== "retry" || a.seq === b.seq);
}

/** Frames of an unchanged revision may be repetitions: only what differs in them tells something. */
function isOver(
  { request, revision, question }: Pending,
  { status, messages, ...changes }: Changes,
): boolean {
  const isNewer = changes.revision > revision;
  const tells = (wanted: (notice: string) => boolean): boolean =>
    isNewer && messages.some(({ content }) => content.type === "notice" && wanted(content.notice));
  if (status.mode === "bot") return true;
  switch (request.type) {
    case "leave":
      // Since then the visitor has asked for an operator anew, in another tab.
      return tells((notice) => notice.startsWith("ended"));
    case "wait":
      // Asked anew, it is for the visitor to answer anew.
      return status.question !== question || tells((notice) => notice === question);
    case "retry":
      return messages.some(({ seq, delivery }) => seq === request.seq && (isNewer || delivery !== "failed"));
  }
}
