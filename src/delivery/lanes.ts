/**
 * The lanes at work: claims what is due, attempts it, and brings the outcome back to the conversation, the
 * handoff's deliveries strictly one after another.
 */
import type { Handoff } from "../conversation/model.ts";
import { CodedError, toCoded } from "../errors.ts";
import { undeliveredOf } from "../relay/apply.ts";
import { type DueLoop, startDueLoop } from "../relay/due-loop.ts";
import type { RunningRelay } from "../relay/relay.ts";
import type { Claim } from "../store/port.ts";
import type { DeskAccount } from "../zendesk/desk.ts";
import { type Accepted, type AttemptPorts, attempt } from "./attempt.ts";
import { type Circuits, createCircuits } from "./circuits.ts";
import { createPoisonWatch, type PoisonWatch } from "./poison.ts";
import { afterFailure, type Timing } from "./retry-policy.ts";

export interface LanePorts extends Omit<AttemptPorts, "lookAgain" | "settle"> {
  readonly relay: Pick<RunningRelay, "apply" | "onDeliveries">;
  /** Undefined when the connector is gone or was never saved. */
  readonly account: (connectorId: string) => Promise<DeskAccount | undefined>;
  readonly now: () => number;
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly timing: Timing;
  readonly onError: (error: unknown) => void;
  /** Told of each attempt that did not get through. */
  readonly onFailure: (error: CodedError, claim: Claim) => void;
}

/** How many lanes are attempted at a time. */
const parallelLanes = 32;

export function startLanes(ports: LanePorts): DueLoop {
  const { store, relay, timing } = ports;
  const running = new Set<Promise<void>>();
  const circuits = createCircuits(ports);
  const poison = createPoisonWatch();

  const loop = startDueLoop({
    onError: ports.onError,
    nextDue: async () => (running.size >= parallelLanes ? undefined : store.lanes.nextDue()),
    run: async () => {
      const room = parallelLanes - running.size;
      if (room <= 0) return false;
      const claims = await store.lanes.claim(timing.leaseMs, room);
      for (const claim of claims) start(claim);
      return false;
    },
  });

  function start(claim: Claim): void {
    const work = deliver({ ...ports, circuits, poison }, claim).catch(ports.onError);
    running.add(work);
    void work.then(() => {
      running.delete(work);
      loop.wake();
    });
  }

  const unsubscribe = relay.onDeliveries(loop.wake);
  return {
    wake: loop.wake,
    stop: async () => {
      unsubscribe();
      await loop.stop();
      await Promise.all(running);
    },
  };
}

async function deliver(
  ports: LanePorts & { circuits: Circuits; poison: PoisonWatch },
  claim: Claim,
): Promise<void> {
  const { store, timing, now, circuits, poison } = ports;
  const { connectorId } = claim.handoff;
  const waitMs = circuits.admit(connectorId);
  if (waitMs > 0) {
    await store.lanes.postpone(settledBy(claim), {
      inMs: waitMs,
      look: claim.look,
      error: "zendesk_unreachable",
    });
    return;
  }
  try {
    const account = await ports.account(connectorId);
    if (account === undefined)
      throw new CodedError("zendesk_refused", "the connector is not set up (any more)");
    if (claim.unclearSince !== undefined)
      await ports.wait(Math.max(0, claim.unclearSince + timing.settleMs - now()));
    const lookAgain = () => ports.wait(timing.lookAgainMs);
    const settle = () => ports.wait(timing.settleMs);
    const outcome = await attempt({ ...ports, lookAgain, settle }, account, claim);
    circuits.answered(connectorId);
    poison.settled(claim);
    await accepted(ports, claim, outcome);
  } catch (error) {
    const failure = toCoded(error);
    const alone = circuits.failed(connectorId, failure);
    ports.onFailure(failure, claim);
    const verdict = afterFailure(failure, claim.attempt, ports.random(), timing);
    if (verdict.verdict === "failed" || poison.failed(claim, alone)) return failed(ports, claim, failure);
    // What was in doubt stays in doubt until it is settled, whatever made this attempt fail.
    await store.lanes.postpone(settledBy(claim), {
      inMs: verdict.inMs,
      look: verdict.look || claim.look,
      error: failure.code,
    });
  }
}

async function accepted(ports: LanePorts, claim: Claim, { result, message }: Accepted): Promise<void> {
  const { handoff, position, task } = claim;
  await ports.relay.apply(
    handoff.conversationId,
    async ({ head }) => {
      // Read again inside the queue: the visitor's page may have changed the row meanwhile.
      const current = message === undefined ? undefined : await reread(ports, head.id, message.seq);
      return {
        type: "delivered",
        handoffId: handoff.id,
        position,
        task,
        result,
        ...(current && { message: current }),
      };
    },
    { settled: settledBy(claim) },
  );
}

async function failed(ports: LanePorts, claim: Claim, { code, retry }: CodedError): Promise<void> {
  const { handoff, position, task } = claim;
  await ports.relay.apply(
    handoff.conversationId,
    async (conversation) => {
      const message =
        task.kind === "message" ? await reread(ports, conversation.head.id, task.seq) : undefined;
      const undelivered = await undeliveredOf(ports.store, conversation, handoff.id);
      return {
        type: "delivery_failed",
        handoffId: handoff.id,
        position,
        task,
        code,
        inDoubt: claim.look || retry === "unclear",
        undelivered,
        ...(message && { message }),
      };
    },
    { settled: settledBy(claim) },
  );
}

async function reread({ store }: LanePorts, conversationId: string, seq: number) {
  const [message] = await store.conversations.messages(conversationId, {
    fromSeq: seq,
    toSeq: seq,
    limit: 1,
  });
  return message;
}

function settledBy({ handoff, position, fence }: Claim): {
  handoffId: Handoff["id"];
  position: number;
  fence: number;
} {
  return { handoffId: handoff.id, position, fence };
}
