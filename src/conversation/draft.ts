/**
 * A step being put together. It hides the bookkeeping (seq, revision, transcript, positions in the lane), so
 * that `step.ts` reads as the rules do. A draft lives within one call of `step()`.
 */
import type { Effect, Step } from "./events.ts";
import type { Author, Content, ConversationHead, Delivery, DeliveryTask, Handoff, Message } from "./model.ts";
import type { NoticeKey } from "./notices.ts";
import { type ActiveHandoff, type ConversationState, historyLimit } from "./state.ts";
import type { TimerKind } from "./time-limits.ts";

export interface StepContext {
  readonly head: ConversationHead;
  readonly now: number;
  readonly newId: () => string;
}

export interface Draft {
  readonly context: StepContext;
  readonly before: ConversationState;
  state: ConversationState;
  handoff?: Handoff;
  dropLane?: string;
  failureInDoubt?: string;
  lookAgain?: NonNullable<Step["lookAgain"]>;
  readonly messages: Message[];
  readonly deliveries: Step["deliveries"][number][];
  readonly timers: Step["timers"][number][];
  readonly effects: Effect[];
}

export function beginDraft(state: ConversationState, context: StepContext): Draft {
  return { context, before: state, state, messages: [], deliveries: [], timers: [], effects: [] };
}

/** Every visible change of the step shares the conversation's next revision. */
export function finishDraft(draft: Draft): Step {
  const revision = draft.before.revision + 1;
  const visible =
    draft.messages.length > 0 ||
    draft.state.mode !== draft.before.mode ||
    questionOf(draft.state) !== questionOf(draft.before);
  return {
    state: visible ? { ...draft.state, revision } : draft.state,
    messages: draft.messages.map((message) => ({ ...message, revision })),
    ...(draft.handoff && { handoff: draft.handoff }),
    deliveries: draft.deliveries,
    ...(draft.dropLane !== undefined && { dropLane: draft.dropLane }),
    ...(draft.failureInDoubt !== undefined && { failureInDoubt: draft.failureInDoubt }),
    ...(draft.lookAgain && { lookAgain: draft.lookAgain }),
    timers: draft.timers,
    effects: draft.effects,
  };
}

function questionOf(state: ConversationState) {
  return state.mode === "livechat" ? state.handoff.question : undefined;
}

/** Appends a message and returns its seq. */
export function append(
  draft: Draft,
  author: Author,
  content: Content,
  extra: Partial<
    Pick<Message, "clientId" | "delivery" | "handoffId" | "zendeskMessageId" | "received" | "above" | "late">
  > = {},
): number {
  const seq = draft.state.lastSeq + 1;
  draft.messages.push({
    id: draft.context.newId(),
    seq,
    revision: 0,
    at: draft.context.now,
    author,
    content,
    ...extra,
  });
  draft.state = { ...draft.state, lastSeq: seq };
  if (author.type !== "system") remember(draft, seq, extra.above);
  return seq;
}

export function notice(
  draft: Draft,
  key: NoticeKey,
  values: Record<string, string> = {},
  extra: Pick<Message, "above"> = {},
): void {
  append(draft, { type: "system" }, { type: "notice", notice: key, values }, extra);
}

/** Replaces a stored message; it takes this step's revision. */
export function change(draft: Draft, message: Message): void {
  draft.messages.push(message);
}

/** In the order of display. What no longer fits is the oldest by seq: `olderThanSeq` names it and all before it. */
function remember(draft: Draft, seq: number, above: number | undefined): void {
  const { transcript, olderThanSeq } = draft.state;
  // What it belongs above may be too old for the transcript, or was redacted: then above what came after that.
  const target =
    above !== undefined && !transcript.includes(above)
      ? transcript.find((kept) => kept > above && !standsAbove(draft.state, kept, above))
      : above;
  const place = target === undefined ? transcript.length : transcript.indexOf(target);
  const grown = transcript.toSpliced(place, 0, seq);
  const oldest = grown.length > historyLimit ? Math.min(...grown) : undefined;
  draft.state = {
    ...draft.state,
    transcript: grown.filter((kept) => kept !== oldest),
    olderThanSeq: oldest ?? olderThanSeq,
  };
}

/** Whether an operator's message overtook, as that one did, the other. */
function standsAbove({ operatorOrders }: ConversationState, seq: number, other: number): boolean {
  const order = operatorOrders.find(({ shown }) => shown.some((one) => one.seq === other));
  const place = order?.shown.findIndex((one) => one.seq === other);
  return order?.shown.slice(0, place).some((one) => one.seq === seq) === true;
}

/** Sets the conversation's timer of this kind anew, `inMs` from now. */
export function startTimer(draft: Draft, kind: TimerKind, inMs: number): void {
  draft.timers.push({ kind, inMs });
}

export function clearTimer(draft: Draft, kind: TimerKind): void {
  draft.timers.push({ kind, inMs: null });
}

/** Appends tasks to the active handoff's lane. `again`: they take up what was parked. */
export function enqueue(
  draft: Draft,
  handoff: ActiveHandoff,
  tasks: readonly DeliveryTask[],
  again?: Delivery["again"],
): ActiveHandoff {
  for (const [index, task] of tasks.entries())
    draft.deliveries.push({
      handoffId: handoff.id,
      position: handoff.nextPosition + index,
      task,
      ...(again && { again }),
    });
  return { ...handoff, nextPosition: handoff.nextPosition + tasks.length };
}

/** The row of a handoff: the active one without what only the state machine counts. */
export function handoffRow(active: ActiveHandoff): Handoff {
  const {
    nextPosition,
    lastSettled,
    liveAfter,
    operators,
    lastOperator,
    ends,
    question,
    seenSolved,
    answeredAt,
    unansweredSince,
    troubled,
    ...row
  } = active;
  return row;
}

export function setHandoff(draft: Draft, handoff: ActiveHandoff, mode: "connecting" | "livechat"): void {
  const { common } = split(draft.state);
  draft.state = { ...common, mode, handoff };
  draft.handoff = handoffRow(handoff);
}

export function setBot(draft: Draft, unanswered: readonly number[]): void {
  const { common } = split(draft.state);
  draft.state = { ...common, mode: "bot", unanswered };
}

function split(state: ConversationState) {
  const { revision, lastSeq, memory, handoffs, userSince, ended, operatorOrders, transcript, olderThanSeq } =
    state;
  return {
    common: {
      revision,
      lastSeq,
      memory,
      handoffs,
      userSince,
      ended,
      operatorOrders,
      transcript,
      olderThanSeq,
    },
  };
}

/** The handoff in progress, if it is this one. */
export function activeHandoff(state: ConversationState, handoffId: string): ActiveHandoff | undefined {
  return state.mode !== "bot" && state.handoff.id === handoffId ? state.handoff : undefined;
}
