/** How a handoff begins. */
import { type Draft, enqueue, notice, setHandoff } from "./draft.ts";
import type { ConnectRequest } from "./events.ts";
import type { DeliveryTask } from "./model.ts";
import type { ActiveHandoff } from "./state.ts";
import { timeLimits } from "./time-limits.ts";

/** The position of the `control` task in every lane: from here on there may be a ticket. */
export const controlPosition = 3;

/** Starts a handoff: its lane holds the whole way, in order; what the visitor writes meanwhile queues up behind. */
export function connect(draft: Draft, request: Exclude<ConnectRequest, "unavailable">): void {
  const { head, now } = draft.context;
  const { olderThanSeq, transcript, userSince } = draft.state;
  const tasks: DeliveryTask[] = [
    { kind: "user" },
    { kind: "conversation", history: transcript },
    // Business-authored, so that nothing of the visitor's opens a ticket before control and group are passed.
    { kind: "opening", ...(olderThanSeq > 0 && { olderThanSeq }), history: transcript },
    { kind: "control" },
    ...transcript.map((seq): DeliveryTask => ({ kind: "message", seq, history: true })),
  ];
  const number = draft.state.handoffs + 1;
  notice(draft, "connecting");
  draft.state = { ...draft.state, handoffs: number };
  const handoff: ActiveHandoff = {
    id: request.handoffId,
    conversationId: head.id,
    botId: head.botId,
    connectorId: request.connectorId,
    ...(request.account !== undefined && { account: request.account }),
    externalId: userSince === 1 ? request.externalId : `${request.externalId}-${userSince}`,
    number,
    phase: "connecting",
    ...(request.skill && { skill: request.skill }),
    ...(request.identity && { identity: request.identity }),
    startedAt: now,
    nextPosition: 0,
    lastSettled: -1,
    liveAfter: tasks.length - 1,
    operators: [],
    ...(request.ends && { ends: request.ends }),
  };
  setHandoff(draft, enqueue(draft, handoff, tasks), "connecting");
  draft.timers.push({ kind: "connect", inMs: timeLimits.connect });
}
