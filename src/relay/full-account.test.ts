import { expect, onTestFinished, test } from "vitest";
import { waitingLimits } from "../conversation/state.ts";
import {
  addBot,
  addConversation,
  botId,
  commitNext,
  connectorId,
  connectorOf,
  conversationId,
  deliveriesAt,
  handoffId,
  handoffOf,
} from "../store/contract/fixture.ts";
import { openFreshStore } from "../store/sqlite/fresh.fixture.ts";
import { startRelay } from "./relay.ts";

/** A visitor whose bot connects at each word, and so many deliveries of somebody else that wait for its account. */
async function startBehind(waiting: number) {
  const { store, clock, dispose } = await openFreshStore();
  await addBot(store, botId, connectorId);
  await store.connectors.save(connectorOf(botId, connectorId, { appId: "app", state: "checked" }));
  for (const id of [conversationId, "crowd"]) await addConversation(store, id);
  const deliveries = deliveriesAt(...Array.from({ length: waiting }, (_, position) => position));
  await commitNext(store, { handoff: handoffOf({ conversationId: "crowd" }), deliveries }, "crowd");
  let ids = 0;
  const unexpected: unknown[] = [];
  const relay = startRelay({
    store,
    bot: {
      greet: () => Promise.resolve([]),
      reply: ({ memory }) => Promise.resolve({ answers: [], memory, connect: {} }),
    },
    now: clock.now,
    newId: () => `id-${(ids += 1)}`,
    onError: (error) => unexpected.push(error),
  });
  onTestFinished(async () => {
    await relay.stop();
    await dispose();
    expect(unexpected).toEqual([]);
  });
  const mode = async () => (await store.conversations.load(conversationId))?.state.mode;
  const notices = async () => {
    const said = await store.conversations.messages(conversationId, { fromSeq: 1, toSeq: 9, limit: 9 });
    return said.flatMap(({ content }) => (content.type === "notice" ? [content.notice] : []));
  };
  let words = 0;
  const asksForAPerson = () =>
    relay.say(conversationId, `c${(words += 1)}`, { type: "text", text: "a person, please" });
  return { store, mode, notices, asksForAPerson };
}

test("[CV41] when too much waits for the account, no handoff to it begins; with room again, one does", async () => {
  const { store, mode, notices, asksForAPerson } = await startBehind(waitingLimits.account);
  await asksForAPerson();
  await expect.poll(notices).toEqual(["livechat_unavailable"]);
  expect(await mode()).toBe("bot");
  expect(await store.lanes.waiting(connectorId)).toBe(waitingLimits.account);

  const [claim] = await store.lanes.claim(1_000, 1);
  if (claim === undefined) throw new Error("nothing is due");
  await commitNext(store, { settled: { handoffId, position: claim.position, fence: claim.fence } }, "crowd");
  await asksForAPerson();
  await expect.poll(mode).toBe("connecting");
});
