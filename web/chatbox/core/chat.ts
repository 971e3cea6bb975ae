/**
 * One visitor's chat: opens the session, keeps the connection, sends what waits in the outbox, takes in what the
 * server says, and shows the result as one `ChatView`. Knows no DOM.
 */
import type { SayContent, ServerFrame, Session, SessionRequest } from "../../../src/protocol/chat.ts";
import type { Connection } from "./connection.ts";
import { connect } from "./connection.ts";
import type { OpenLink, ResumePoint } from "./link.ts";
import type { NewEntry } from "./outbox.ts";
import { openOutbox } from "./outbox.ts";
import type { Request } from "./requests.ts";
import { openRequests } from "./requests.ts";
import type { PostSession } from "./session.ts";
import { openSession } from "./session.ts";
import type { KeptValues } from "./storage.ts";
import type { Timers } from "./timers.ts";
import { noTimer } from "./timers.ts";
import type { Transcript } from "./transcript.ts";
import { emptyTranscript, withChanges } from "./transcript.ts";
import type { FileLike, UploadFile } from "./uploads.ts";
import { createUploads } from "./uploads.ts";
import type { ChatView, Item } from "./view.ts";
import { choicesOf, itemsOf, openOffer } from "./view.ts";

export const chatTiming = {
  /** A break shorter than this is not worth a word. */
  lostAfter: 1500,
  /** A message not acknowledged within this time although the link is open: the link is replaced. */
  ackWithin: 20_000,
  /** Typing is forgotten when its end is never said. */
  typingAtMost: 12_000,
  sessionRetryFirst: 1000,
  sessionRetryLongest: 30_000,
} as const;

export interface ChatPorts<F extends FileLike> {
  readonly request: Omit<SessionRequest, "token">;
  readonly kept: KeptValues;
  /** Keys below this belong to this chat. */
  readonly keyPrefix: string;
  readonly timers: Timers;
  readonly random: () => number;
  readonly newId: () => string;
  readonly postSession: PostSession;
  readonly webSocket: (resume: ResumePoint) => OpenLink;
  readonly poll: (resume: ResumePoint) => OpenLink;
  readonly upload: (token: string) => UploadFile<F>;
  readonly uploadNotAnswered: () => string;
  readonly changed: (view: ChatView) => void;
}

export interface Chat<F extends FileLike> {
  readonly sayText: (text: string) => void;
  readonly sendFile: (file: F) => void;
  /** One of the answers that the message with this seq offers; does nothing when they are not open (any more). */
  readonly choose: (seq: number, choice: number) => void;
  /** Sends a message once more that was rejected, or that failed and may still arrive. */
  readonly retry: (key: string) => void;
  readonly remove: (clientId: string) => void;
  readonly retryUpload: (id: string) => void;
  readonly removeUpload: (id: string) => void;
  /** Back from the operator to the bot. */
  readonly leave: () => void;
  /** The visitor was asked and goes on waiting. */
  readonly wait: () => void;
  /** The network is back or the reader looks again. */
  readonly nudge: () => void;
  /** Forgets this conversation and begins a new one. */
  readonly startOver: () => void;
  readonly close: () => void;
}

export function openChat<F extends FileLike>(ports: ChatPorts<F>): Chat<F> {
  const { kept, timers } = ports;
  const tokenKey = `${ports.keyPrefix}token`;
  const outbox = openOutbox(kept, `${ports.keyPrefix}outbox.`, { now: timers.now, newId: ports.newId });

  let phase: ChatView["phase"] = "loading";
  let session: Session | undefined;
  let shownConnection: ChatView["connection"] = "connecting";
  let transcript: Transcript = emptyTranscript;
  let typing: ChatView["typing"];
  let connection: Connection | undefined;
  /**
   * How much of what is new the present link has told. Once it is all, what was asked for over the link before is
   * known to be heard or not.
   */
  let told: "nothing" | "part" | "all" = "nothing";
  /** The client id sent over the current link and not acknowledged. */
  let inFlight: string | undefined;
  let sessionFailures = 0;
  /** Counts sessions, so that an answer to an abandoned attempt is ignored. */
  let attempt = 0;
  let opening = false;
  /** A break has begun that nothing was said about yet. */
  let losing = false;
  let cancelLost = noTimer;
  let cancelAck = noTimer;
  let cancelTyping = noTimer;
  let cancelRetry = noTimer;

  const requests = openRequests((request) => told === "all" && connection?.send(request) === true);
  const uploads = createUploads<F>({
    upload: (file, onProgress, signal) => ports.upload(session?.token ?? "")(file, onProgress, signal),
    newId: ports.newId,
    noAnswer: ports.uploadNotAnswered,
    arrived: (file) => say({ type: "file", fileId: file.fileId }, { file }),
    changed: () => show(),
  });

  const lastSeq = (): number => transcript.messages.at(-1)?.seq ?? 0;

  const items = (): readonly Item[] => itemsOf(transcript, outbox.entries(), requests.retried());

  const show = (): void => {
    ports.changed({
      phase,
      ...(session === undefined ? {} : { session }),
      connection: shownConnection,
      status: transcript.status,
      items: items(),
      today: new Date(timers.now()).setHours(0, 0, 0, 0),
      uploads: uploads.list(),
      ...(typing === undefined ? {} : { typing }),
      leaving: requests.isPending("leave"),
      waiting: requests.isPending("wait"),
    });
  };

  const sendNext = (): void => {
    const entry = inFlight === undefined ? outbox.next() : undefined;
    if (entry === undefined) return;
    const sent = connection?.send({ type: "say", clientId: entry.clientId, content: entry.content });
    if (sent !== true) return;
    inFlight = entry.clientId;
    cancelAck = timers.after(chatTiming.ackWithin, () => connection?.restart());
  };

  const landed = (clientId: string): void => {
    if (clientId !== inFlight) return;
    inFlight = undefined;
    cancelAck();
  };

  const forgetTyping = (): void => {
    cancelTyping();
    typing = undefined;
  };

  const catchUp = (): void => {
    told = "all";
    requests.sendPending();
  };

  /** What was not sent yet stays. */
  const forgetTold = (): void => {
    transcript = emptyTranscript;
    requests.clear();
  };

  const takeIn = (frame: ServerFrame): void => {
    switch (frame.type) {
      case "changes": {
        phase = "ready";
        sessionFailures = 0;
        // Its database was put back to an earlier state, and it begins to tell everything.
        if (told === "nothing" && frame.revision < transcript.revision) forgetTold();
        const before = transcript;
        transcript = withChanges(before, frame);
        if (transcript === before) break;
        requests.takeIn(frame);
        if (frame.more !== true) catchUp();
        else if (told === "nothing") told = "part";
        for (const { clientId, author } of frame.messages) {
          if (clientId !== undefined) {
            outbox.settle(clientId);
            landed(clientId);
          }
          if (author.type !== "visitor") forgetTyping();
        }
        break;
      }
      case "ack":
        outbox.acknowledge(frame.clientId);
        // The transcript may have shown it before.
        if (transcript.messages.some(({ clientId }) => clientId === frame.clientId)) {
          outbox.settle(frame.clientId);
        }
        landed(frame.clientId);
        break;
      case "rejected":
        outbox.reject(frame.clientId, frame.message);
        landed(frame.clientId);
        break;
      case "typing":
        forgetTyping();
        if (!frame.on) break;
        typing = frame.name === undefined ? {} : { name: frame.name };
        cancelTyping = timers.after(chatTiming.typingAtMost, () => {
          forgetTyping();
          show();
        });
        break;
      case "pong":
        // A long-poll that has nothing to tell answers with this alone, else with this first.
        timers.after(0, () => {
          if (told === "nothing") catchUp();
        });
        if (phase !== "loading") return;
        phase = "ready";
        break;
      case "stop":
        return;
    }
    sendNext();
    show();
  };

  /** What was under way over it is not any more. */
  const forgetLink = (): void => {
    inFlight = undefined;
    cancelAck();
    forgetTyping();
  };

  const noteLost = (): void => {
    forgetLink();
    if (shownConnection !== "lost" && !losing) {
      losing = true;
      cancelLost = timers.after(chatTiming.lostAfter, () => {
        shownConnection = "lost";
        show();
      });
    }
    show();
  };

  const openConnection = (token: string): Connection => {
    const resume: ResumePoint = () => ({ token, revision: transcript.revision });
    return connect(
      { timers, random: ports.random, webSocket: ports.webSocket(resume), poll: ports.poll(resume) },
      {
        opened: () => {
          losing = false;
          cancelLost();
          shownConnection = "open";
          inFlight = undefined;
          told = "nothing";
          requests.forgetSent();
          sendNext();
          show();
        },
        frame: takeIn,
        lost: noteLost,
        stopped: () => {
          noteLost();
          connection = undefined;
          // Another tab may have begun the new conversation already.
          if (kept.get(tokenKey) === token) kept.remove(tokenKey);
          retrySession();
        },
      },
    );
  };

  const retrySession = (): void => {
    const longest = Math.min(
      chatTiming.sessionRetryLongest,
      chatTiming.sessionRetryFirst * 2 ** sessionFailures,
    );
    sessionFailures += 1;
    cancelRetry();
    cancelRetry = timers.after(longest * (0.5 + ports.random() / 2), () => void begin());
  };

  const begin = async (): Promise<void> => {
    cancelRetry();
    connection?.close();
    connection = undefined;
    forgetLink();
    attempt += 1;
    const current = attempt;
    opening = true;
    const token = kept.get(tokenKey);
    const outcome = await openSession(
      ports.postSession,
      { ...ports.request, ...(token === undefined ? {} : { token }) },
      timers,
    );
    if (current !== attempt) return;
    opening = false;
    switch (outcome.kind) {
      case "unavailable":
        noteLost();
        return retrySession();
      case "refused":
        cancelLost();
        phase = "refused";
        return show();
      case "opened":
        // Another tab was first, or has left meanwhile: there is one conversation for all.
        if (kept.get(tokenKey) !== token) return begin();
        if (session?.conversationId !== outcome.session.conversationId) forgetTold();
        session = outcome.session;
        kept.set(tokenKey, session.token);
        connection = openConnection(session.token);
        return show();
    }
  };

  const say = (content: SayContent, shown: Pick<NewEntry, "file" | "label"> = {}): void => {
    outbox.add({ content, afterSeq: lastSeq(), ...shown });
    sendNext();
    show();
  };

  const ask = (request: Request): void => {
    requests.ask(request, {
      revision: told === "all" ? transcript.revision : Number.POSITIVE_INFINITY,
      lastSeq: lastSeq(),
      question: transcript.status.question,
    });
    show();
  };

  void begin();
  return {
    sayText: (text) => say({ type: "text", text }),
    sendFile: uploads.add,
    choose: (seq, choice) => {
      const offer = openOffer(items(), transcript.status);
      const label = offer?.seq === seq ? choicesOf(offer)[choice]?.label : undefined;
      if (label !== undefined) say({ type: "choice", seq, choice }, { label });
    },
    retry: (key) => {
      const item = items().find((one) => one.key === key);
      if (item?.seq !== undefined && item.retryable === true) return ask({ type: "retry", seq: item.seq });
      outbox.retry(key, lastSeq());
      sendNext();
      show();
    },
    remove: (clientId) => {
      outbox.remove(clientId);
      show();
    },
    retryUpload: uploads.retry,
    removeUpload: uploads.remove,
    leave: () => ask({ type: "leave" }),
    wait: () => ask({ type: "wait" }),
    nudge: () => {
      if (connection !== undefined) connection.nudge();
      else if (phase !== "refused" && !opening) void begin();
    },
    startOver: () => {
      kept.remove(tokenKey);
      outbox.clear();
      uploads.clear();
      session = undefined;
      forgetTold();
      phase = "loading";
      shownConnection = "connecting";
      losing = false;
      cancelLost();
      sessionFailures = 0;
      void begin();
      show();
    },
    close: () => {
      attempt += 1;
      connection?.close();
      for (const cancel of [cancelLost, cancelAck, cancelTyping, cancelRetry]) cancel();
      uploads.clear();
    },
  };
}
