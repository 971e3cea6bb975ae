import { beforeEach, expect, test } from "vitest";
import { connectorId, handoffId, startLivechat } from "../relay/retries.fixtures.ts";
import { createEchoes, type TakeEcho } from "./echoes.ts";

let chat: Awaited<ReturnType<typeof startLivechat>>;
let takeEcho: TakeEcho;
let told: string[];
beforeEach(async () => {
  chat = await startLivechat();
  told = [];
  takeEcho = createEchoes({
    store: chat.store,
    onSettled: () => told.push("settled"),
    onLook: () => told.push("look"),
  });
});

test("[ST41] an echo of a delivery in doubt makes its lane due, also of one of its parts", async () => {
  await chat.say("in doubt");
  for (const suffix of ["", ".3"]) {
    const { position, fence, found } = await chat.claim();
    expect(Object.keys(found ?? {})).toHaveLength(suffix === "" ? 0 : 1);
    const again = { inMs: 60_000, look: true, error: "zendesk_unclear" };
    await chat.store.lanes.postpone({ handoffId, position, fence }, again);
    await takeEcho({ connectorId, key: `${handoffId}.${position}${suffix}`, messageId: `z${suffix}` });
  }
  expect(told).toEqual(["settled", "settled"]);
  expect((await chat.claim()).found).toEqual({
    [`${handoffId}.6`]: "z",
    [`${handoffId}.6.3`]: "z.3",
  });
});

test("a key that comes under another message id leads to a look, and to no more than that", async () => {
  const key = `${handoffId}.4`;
  for (const messageId of ["first", "first", "second", "third"])
    await takeEcho({ connectorId, key, messageId });
  expect(told).toEqual(["look", "look"]);
  expect(await chat.store.secondLooks.take(5, 1_000)).toEqual([{ handoffId, looks: 1 }]);
});

test("[CV47] an echo of a message that is said to have failed leads to a look", async () => {
  const seq = await chat.say("in doubt");
  const { position } = await chat.giveUp("zendesk_refused", true);
  expect(await chat.message(seq)).toMatchObject({ delivery: "failed", failure: "zendesk_unclear" });
  await takeEcho({ connectorId: "another", key: `${handoffId}.${position}`, messageId: "z" });
  expect(told).toEqual([]);
  await takeEcho({ connectorId, key: `${handoffId}.${position}`, messageId: "z" });
  expect(told).toEqual(["look"]);
  expect(await chat.store.secondLooks.take(5, 1_000)).toEqual([{ handoffId, looks: 1 }]);
});

test("what is no key of ours, or of another account, means nothing", async () => {
  for (const key of [
    "",
    "hello",
    `${handoffId}.x`,
    `${handoffId}.1.2.3`,
    `.${handoffId}`,
    `${handoffId}.${"9".repeat(99)}`,
  ])
    for (const messageId of ["one", "two"]) await takeEcho({ connectorId, key, messageId });
  for (const messageId of ["one", "two"]) {
    await takeEcho({ connectorId: "another", key: `${handoffId}.4`, messageId });
    await takeEcho({ connectorId, key: "another-handoff.4", messageId });
  }
  expect(told).toEqual([]);
  expect(await chat.store.secondLooks.nextDue()).toBeUndefined();
});
