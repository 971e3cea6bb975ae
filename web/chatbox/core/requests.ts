/**
 * What the visitor asks for besides messages: to leave, to go on waiting, to send a failed message once more. The
 * server knows no id to recognise such a frame by, so each goes out once over each link, until the conversation
 * shows that it was heard or that there is nothing left to ask for.
 */
import type { ClientFrame, Question } from "../../../src/protocol/chat.ts";
import type { Changes } from "./transcript.ts";

export type Request = Extract<ClientFrame, { type: "leave" | "wait" | "retry" }>;

/** What the chatbox knew when the visitor asked. */
export interface Known {
  /** Everything up to this revision. */
  readonly revision: number;
  readonly lastSeq: number;
  readonly question: Question | undefined;
}

interface Pending {
  readonly request: Request;
  readonly known: Known;
  /** Over the present link. */
  readonly sent: boolean;
}

export interface Requests {
  /** Sends it now or as soon as that is possible; asked a second time meanwhile, it changes nothing. */
  readonly ask: (request: Request, known: Known) => void;
  readonly isPending: (type: Request["type"]) => boolean;
  /** The messages that are to be sent once more, by `seq`. */
  readonly retried: () => ReadonlySet<number>;
  /** A new link: nothing went out over it. */
  readonly forgetSent: () => void;
  readonly sendPending: () => void;
  /** Changes that are older than what is known are not for here. */
  readonly takeIn: (changes: Changes) => void;
  readonly clear: () => void;
}

/** `send` tells whether there was a way to send it. */
export function openRequests(send: (request: Request) => boolean): Requests {
  let pending: readonly Pending[] = [];
  const sendPending = (): void => {
    pending = pending.map((one) => (one.sent ? one : { ...one, sent: send(one.request) }));
  };
  return {
    ask: (request, known) => {
      if (pending.some((one) => isSame(one.request, request))) return;
      pending = [...pending, { request, known, sent: false }];
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

/** In doubt it is not over: then it goes out again, which at worst makes the server try once more. */
function isOver({ request, known }: Pending, { revision, status, messages }: Changes): boolean {
  if (status.mode === "bot") return true;
  const tells = (isIt: (notice: string) => boolean): boolean =>
    messages.some(
      ({ seq, content }) => seq > known.lastSeq && content.type === "notice" && isIt(content.notice),
    );
  switch (request.type) {
    case "leave":
      // It is over, and he has asked for an operator anew since then, in another tab.
      return tells((notice) => /^(ended|connection)_/.test(notice));
    case "wait":
      // Asked anew, it is for the visitor to answer anew.
      return status.question !== known.question || tells((notice) => notice === known.question);
    case "retry":
      return messages.some(
        ({ seq, delivery }) => seq === request.seq && (delivery !== "failed" || revision > known.revision),
      );
  }
}
