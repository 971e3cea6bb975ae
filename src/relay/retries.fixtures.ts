/** A livechat in a real store, whose lane a test works off by hand. */
import { onTestFinished } from "vitest";
import { botReplied, connect, visitorSaid } from "../conversation/step.fixtures.ts";
import { addBot, addConversation, botId, connectorId, conversationId } from "../store/contract/fixture.ts";
import type { Claim } from "../store/port.ts";
import { openFreshStore } from "../store/sqlite/fresh.fixture.ts";
import { createApply } from "./apply.ts";

export { botId, connectorId, conversationId } from "../store/contract/fixture.ts";
export const { handoffId } = connect;

export async function startLivechat() {
  const { store, clock, dispose } = await openFreshStore();
  onTestFinished(dispose);
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const apply = createApply({ store, now: clock.now, newId, onCommitted: () => undefined });
  await addBot(store, botId, connectorId);
  await addConversation(store, conversationId);

  const claim = async (): Promise<Claim> => {
    const [claimed] = await store.lanes.claim(1_000, 1);
    if (claimed === undefined) throw new Error("nothing is due");
    return claimed;
  };
  const keyOf = ({ position, fence }: Claim) => ({ handoffId, position, fence });
  const messageOf = async ({ task }: Claim) =>
    task.kind === "message" ? await message(task.seq) : undefined;
  const message = async (seq: number) =>
    (await store.conversations.messages(conversationId, { fromSeq: seq, toSeq: seq, limit: 1 }))[0];

  /** Zendesk takes the head of the lane. */
  const deliver = async (): Promise<Claim> => {
    const claimed = await claim();
    const stored = await messageOf(claimed);
    const { position, task } = claimed;
    await apply(
      conversationId,
      () => ({
        type: "delivered",
        handoffId,
        position,
        task,
        result: {},
        ...(stored && { message: stored }),
      }),
      { settled: keyOf(claimed) },
    );
    return claimed;
  };
  /** The head of the lane is given up. */
  const giveUp = async (code: string, inDoubt: boolean): Promise<Claim> => {
    const claimed = await claim();
    const stored = await messageOf(claimed);
    const { position, task } = claimed;
    await apply(
      conversationId,
      () => ({
        type: "delivery_failed",
        handoffId,
        position,
        task,
        code,
        inDoubt,
        undelivered: [],
        ...(stored && { message: stored }),
      }),
      { settled: { ...keyOf(claimed), parked: { code, inDoubt } } },
    );
    return claimed;
  };
  const say = async (text: string): Promise<number> => {
    await apply(conversationId, () => visitorSaid(text));
    const { state } = (await store.conversations.load(conversationId)) ?? {};
    return state?.lastSeq ?? 0;
  };

  await apply(conversationId, () => visitorSaid("help"));
  await apply(conversationId, () => botReplied(1, { connect: { ...connect, connectorId } }));
  while ((await store.lanes.depth()) > 0) await deliver();
  return { store, clock, apply, claim, deliver, giveUp, say, message };
}
