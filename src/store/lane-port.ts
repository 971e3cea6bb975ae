/** The part of the store's port (`port.ts`) that what must reach Zendesk goes through. */
import type { DeliveryTask, Handoff } from "../conversation/model.ts";

/** Names a claim of a lane. */
export interface ClaimKey {
  readonly handoffId: string;
  readonly position: number;
  readonly fence: number;
}

/** One attempt at the head of a lane, already committed. */
export interface Claim {
  readonly handoff: Handoff;
  readonly position: number;
  readonly task: DeliveryTask;
  /** 1 for the first. */
  readonly attempt: number;
  /** Grows with every claim of the lane; what a claim commits counts only while its fence is the newest. */
  readonly fence: number;
  /** An earlier attempt may have been accepted (its outcome was unclear, or its process died): look before sending. */
  readonly look: boolean;
  /** When the previous attempt was given up, by the store's clock; present when `look`. */
  readonly unclearSince?: number;
  /** Positions under which the same was tried before it was parked, oldest first. */
  readonly earlier?: readonly number[];
  /** What echoes told of its attempts: Zendesk's message ids by our keys. */
  readonly found?: Readonly<Record<string, string>>;
}

export interface LaneStore {
  /**
   * Claims the head of up to `limit` lanes that are due and not leased. A lane stays leased until its claim is
   * settled, postponed, or `leaseMs` have passed; then its next claim says `look`.
   */
  claim: (leaseMs: number, limit: number) => Promise<readonly Claim[]>;
  /**
   * The claim did not settle: try again `inMs` from now, or at once when an echo that came meanwhile tells what became of
   * it. `untried`: nothing was asked of Zendesk, so the attempt does not count and a doubt stays as old as it was.
   * False when the fence was stale (nothing changed).
   */
  postpone: (claim: ClaimKey, again: { inMs: number; look: boolean; untried?: boolean }) => Promise<boolean>;
  /** The claim's conversation cannot be read: the lane rests until something is appended to it. */
  setAside: (claim: ClaimKey) => Promise<void>;
  /**
   * An echo of ours was seen: Zendesk has the message `messageId` under `key`, which names this delivery. Kept for the
   * head of a lane that is being attempted or in doubt, which is then due at once. True when the lane became due.
   */
  echoed: (echo: {
    connectorId: string;
    handoffId: string;
    position: number;
    key: string;
    messageId: string;
  }) => Promise<boolean>;
  /** Milliseconds until the next lane is due (0: now); undefined when no delivery waits. */
  nextDue: () => Promise<number | undefined>;
  /** Deliveries waiting, for one handoff or in all. */
  depth: (handoffId?: string) => Promise<number>;
  /** Deliveries waiting for one account; as cheap as reading one row. */
  waiting: (connectorId: string) => Promise<number>;
}

/** A delivery that was given up. */
export interface Parked {
  /** Grows with every parked delivery. */
  readonly number: number;
  readonly botId: string;
  readonly conversationId: string;
  readonly handoffId: string;
  readonly position: number;
  /** Absent when its row cannot be read. */
  readonly task?: DeliveryTask;
  /** Of `errors.ts`. */
  readonly code: string;
  readonly parkedAt: number;
  /** An attempt at it may have been accepted all the same; when the last one was given up. */
  readonly unclearSince?: number;
  /** Positions under which it was tried before, oldest first. */
  readonly earlier?: readonly number[];
  /** The position in the same lane that took its place when it was tried again. */
  readonly retriedAs?: number;
}

export interface ParkedStore {
  /** Of a bot, newest first, with a number below `before`. */
  list: (botId: string, page: { before?: number; limit: number }) => Promise<readonly Parked[]>;
  load: (handoffId: string, position: number) => Promise<Parked | undefined>;
  /** Of a handoff, oldest first. */
  ofHandoff: (handoffId: string) => Promise<readonly Parked[]>;
  /** Removes up to `limit` that were parked longer than `ageMs` ago and tells how many. */
  forget: (ageMs: number, limit: number) => Promise<number>;
}

export interface SecondLook {
  readonly handoffId: string;
  /** Counted with each that is taken, from 1 for the first since somebody asked; whoever plans the next may set it. */
  readonly looks: number;
}

/** Handoffs whose conversation is to be searched for messages that stand twice, also after their end. */
export interface SecondLookStore {
  /** Due `inMs` from now, or earlier when it was. */
  add: (handoffId: string, inMs: number) => Promise<void>;
  /** Takes what is due, the longest due first; it is due again `againMs` from now unless it is planned otherwise. */
  take: (limit: number, againMs: number) => Promise<readonly SecondLook[]>;
  /** What follows a look that was taken, unless one was asked for meanwhile; `null`: it was the last. */
  plan: (taken: SecondLook, next: { looks: number; inMs: number } | null) => Promise<void>;
  nextDue: () => Promise<number | undefined>;
}
