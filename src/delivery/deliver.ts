/** One claim: may its account be called now, attempt it, and bring the outcome back to the conversation. */
import { accountKey, type Handoff } from "../conversation/model.ts";
import { CodedError, toCoded } from "../errors.ts";
import type { RunningRelay } from "../relay/relay.ts";
import type { Claim, ClaimKey } from "../store/port.ts";
import type { Desk, DeskAccount, TimedDesk } from "../zendesk/desk.ts";
import { type Accepted, type AttemptPorts, attempt } from "./attempt.ts";
import type { Circuits } from "./circuits.ts";
import type { Doubts } from "./doubts.ts";
import type { Paces } from "./paces.ts";
import type { Evidence, PoisonWatch } from "./poison.ts";
import { afterFailure, type Timing } from "./retry-policy.ts";
import type { Rooms } from "./rooms.ts";

export interface DeliverPorts
  extends Omit<
    AttemptPorts,
    "desk" | "paces" | "lookAgain" | "settle" | "untilShown" | "beforePostingAgain" | "onArrived"
  > {
  readonly desk: Pick<Desk, "control"> & TimedDesk;
  readonly relay: Pick<RunningRelay, "apply" | "onDeliveries">;
  /** Undefined when the connector is gone or was never saved. */
  readonly account: (connectorId: string) => Promise<DeskAccount | undefined>;
  readonly now: () => number;
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly timing: Timing;
  /** Told of each attempt that did not get through. */
  readonly onFailure: (error: CodedError, claim: Claim) => void;
  readonly circuits: Circuits;
  readonly doubts: Doubts;
  readonly paces: Paces;
  readonly poison: PoisonWatch;
  readonly rooms: Rooms;
}

/** Fails when the outcome cannot be written: the claim's lease then runs out, and the next one looks. */
export async function deliver(ports: DeliverPorts, claim: Claim): Promise<void> {
  const { store, circuits, paces, rooms } = ports;
  const { id } = claim.handoff;
  const key = accountKey(claim.handoff);
  // The circuit last: whom it lets through while it is open must come back with an outcome.
  const inMs = rooms.admit(key) || paces.admit(key, id) || circuits.admit(key, id);
  if (inMs === 0) return rooms.within(key, () => deliverNow(ports, claim));
  await store.lanes.postpone(keyOf(claim), {
    inMs,
    look: claim.look,
    untried: true,
  });
}

async function deliverNow(ports: DeliverPorts, claim: Claim): Promise<void> {
  const { circuits, paces, poison } = ports;
  const key = accountKey(claim.handoff);
  let account: DeskAccount | undefined;
  const doubt: Doubt = { arrived: false };
  try {
    account = await accountOf(ports, claim.handoff);
    const outcome = await attempt(attemptPorts(ports, claim, doubt), account, claim);
    if (outcome.unasked) circuits.unasked(key, claim.handoff.id);
    else {
      circuits.answered(key);
      paces.answered(key);
    }
    await accepted(ports, claim, outcome);
    poison.settled(claim);
  } catch (error) {
    await afterSetback(ports, claim, account, toCoded(error), doubt);
  }
}

/** Where the handoff went. Elsewhere it would meet strangers: tickets of the same number, for one. */
async function accountOf(ports: DeliverPorts, { connectorId, account }: Handoff): Promise<DeskAccount> {
  const current = await ports.account(connectorId);
  if (current === undefined)
    throw new CodedError("zendesk_refused", "the connector is not set up (any more)");
  if (account !== undefined && account !== current.appId)
    throw new CodedError("zendesk_refused", "the connector belongs to another account meanwhile");
  return current;
}

/** What an attempt leaves to be looked after, whether it gets through or not. */
interface Doubt {
  /** Something of the delivery is there. */
  arrived: boolean;
}

function attemptPorts(ports: DeliverPorts, claim: Claim, doubt: Doubt): AttemptPorts {
  const { store, timing, doubts, wait } = ports;
  return {
    ...ports,
    desk: ports.desk.within(timing.attemptMs),
    openFile: (fileId) => Promise.race([ports.openFile(fileId), notInTime(wait, timing.openFileMs)]),
    lookAgain: () => wait(timing.lookAgainMs),
    settle: () => wait(timing.settleMs),
    untilShown: () =>
      claim.unclearSince === undefined
        ? Promise.resolve()
        : wait(Math.max(0, timing.settleMs - doubts.age(claim.handoff.id))),
    beforePostingAgain: () => store.secondLooks.add(claim.handoff.id, timing.secondLooksMs[0] ?? 0),
    onArrived: () => {
      doubt.arrived = true;
    },
  };
}

/** Our own files are there at once. An operator's that has to be fetched goes on being fetched, for whoever asks next. */
async function notInTime(wait: DeliverPorts["wait"], ms: number): Promise<never> {
  await wait(ms);
  throw new CodedError("media_unavailable", "the file is not here in time");
}

async function afterSetback(
  ports: DeliverPorts,
  claim: Claim,
  account: DeskAccount | undefined,
  failure: CodedError,
  { arrived }: Doubt,
): Promise<void> {
  const { store, timing, circuits, doubts, paces, poison } = ports;
  const { id } = claim.handoff;
  const key = accountKey(claim.handoff);
  if (arrived || failure.retry === "unclear") doubts.begin(id);
  ports.onFailure(failure, claim);
  if (failure.code === "zendesk_busy" && failure.api !== "support") paces.tooMuch(key);
  const evidence = evidenceOf(ports, claim, account, failure);
  // Whatever else of ours cannot be read is nobody's fault at Zendesk: nothing is given up for it.
  if (failure.code === "row_unreadable" && claim.task.kind !== "lost")
    return store.lanes.setAside(keyOf(claim));
  const verdict = afterFailure(failure, claim.attempt, ports.random(), timing);
  // What was in doubt stays in doubt until it is settled, whatever made this attempt fail.
  const look = arrived || claim.look || failure.retry === "unclear";
  if (verdict.verdict === "failed") {
    poison.settled(claim);
    return failed(ports, claim, failure, look);
  }
  const asks = async () => {
    const answers = await accountAnswers(ports.desk, account, claim);
    if (answers) circuits.answers(key);
    return answers;
  };
  if (await poison.failed(claim, evidence, asks)) return failed(ports, claim, failure, look);
  await store.lanes.postpone(keyOf(claim), { inMs: verdict.inMs, look });
}

/** What the failure tells of the delivery; the account's circuit hears of it. */
function evidenceOf(
  { circuits }: DeliverPorts,
  { handoff }: Claim,
  account: DeskAccount | undefined,
  failure: CodedError,
): Evidence {
  if (account === undefined) {
    circuits.unasked(accountKey(handoff), handoff.id);
    return "nothing";
  }
  const evidence = circuits.failed(accountKey(handoff), failure, handoff.id);
  return failure.code === "zendesk_ticket_unknown" ? "unseen" : evidence;
}

/** Whether the account answers a question about this very conversation, be it with a refusal. */
async function accountAnswers(
  desk: Pick<Desk, "control">,
  account: DeskAccount | undefined,
  { handoff }: Claim,
): Promise<boolean> {
  const { zendeskConversationId } = handoff;
  if (account === undefined || zendeskConversationId === undefined) return false;
  return desk.control(account, zendeskConversationId).then(
    () => true,
    (error: unknown) => {
      const { code, retry } = toCoded(error);
      return retry === "never" && code.startsWith("zendesk_");
    },
  );
}

async function accepted(ports: DeliverPorts, claim: Claim, { result, message }: Accepted): Promise<void> {
  const { handoff, position, task } = claim;
  const committed = ports.relay.apply(
    handoff.conversationId,
    async ({ head }) => {
      // Read again inside the queue: the visitor's page may have changed the row meanwhile.
      const current =
        message === undefined ? undefined : await ports.store.conversations.message(head.id, message.seq);
      return {
        type: "delivered",
        handoffId: handoff.id,
        position,
        task,
        result,
        ...(current && { message: current }),
      };
    },
    { settled: keyOf(claim) },
  );
  await committed.catch((cause: unknown) => {
    if (toCoded(cause).code !== "message_id_taken") throw cause;
    throw new CodedError("zendesk_answer_unreadable", "Zendesk named a message by another's id", { cause });
  });
}

/** The delivery is given up: the conversation hears of it, and it is kept as parked. */
async function failed(
  ports: DeliverPorts,
  claim: Claim,
  { code }: CodedError,
  inDoubt: boolean,
): Promise<void> {
  const { handoff, position, task } = claim;
  await ports.relay.apply(
    handoff.conversationId,
    async ({ head }) => {
      const message =
        task.kind === "message" ? await ports.store.conversations.message(head.id, task.seq) : undefined;
      const undelivered = await ports.store.conversations.undelivered(handoff.id);
      return {
        type: "delivery_failed",
        handoffId: handoff.id,
        position,
        task,
        code,
        inDoubt,
        undelivered,
        ...(message && { message }),
      };
    },
    { settled: { ...keyOf(claim), parked: { code, inDoubt } } },
  );
}

function keyOf({ handoff, position, fence }: Claim): ClaimKey {
  return { handoffId: handoff.id, position, fence };
}
