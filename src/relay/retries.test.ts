import { expect, test } from "vitest";
import { waitingLimits } from "../conversation/state.ts";
import { operatorSaid } from "../conversation/step.fixtures.ts";
import type { Claim } from "../store/port.ts";
import { botId, conversationId, handoffId, startLivechat } from "./retries.fixtures.ts";
import { retryMessage, retryParked } from "./retries.ts";

test("[CV40] a failed message is sent again behind what waits, once for two clicks, and can fail and be sent again", async () => {
  const chat = await startLivechat();
  const seq = await chat.say("difficult");
  const first = await chat.giveUp("zendesk_unclear", true);
  expect(await chat.message(seq)).toMatchObject({ delivery: "failed", failure: "zendesk_unclear" });
  const unclearSince = chat.clock.now();
  await chat.say("easy");
  await Promise.all([retryMessage(chat, conversationId, seq), retryMessage(chat, conversationId, seq)]);
  expect(await chat.message(seq)).not.toHaveProperty("failure");
  expect(await chat.message(seq)).toMatchObject({ delivery: "sent" });
  expect(await chat.store.lanes.depth(handoffId)).toBe(2);

  const easy = await chat.deliver();
  chat.clock.advance(5);
  const second = await chat.giveUp("zendesk_unclear", true);
  expect(second).toMatchObject({
    position: easy.position + 1,
    attempt: 1,
    look: true,
    unclearSince,
    earlier: [first.position],
  });
  await retryMessage(chat, conversationId, seq);
  expect(await chat.deliver()).toMatchObject({ earlier: [first.position, second.position] });
  expect(await chat.message(seq)).toMatchObject({ delivery: "delivered" });
  expect(await chat.store.lanes.depth()).toBe(0);
});

test("what was refused without doubt is not looked for", async () => {
  const chat = await startLivechat();
  const seq = await chat.say("refused");
  await chat.giveUp("zendesk_refused", false);
  await retryMessage(chat, conversationId, seq);
  expect(await chat.claim()).toMatchObject({ look: false });
});

test("what did not fail or is not there is left as it is", async () => {
  const chat = await startLivechat();
  const delivered = await chat.say("fine");
  await chat.deliver();
  for (const seq of [delivered, 1, 999]) await retryMessage(chat, conversationId, seq);
  expect(await chat.store.lanes.depth()).toBe(0);
});

test("[CV48] what has no room stays failed and says why, each time; what may have arrived goes on saying that", async () => {
  const chat = await startLivechat();
  const refused = await chat.say("refused");
  await chat.giveUp("zendesk_refused", false);
  const doubtful = await chat.say("in doubt");
  await chat.giveUp("zendesk_refused", true);
  for (let count = 0; count < waitingLimits.desk; count++) await chat.say(`waiting ${count}`);
  const revision = async () => (await chat.store.conversations.load(conversationId))?.state.revision ?? 0;
  for (const [seq, failure] of [
    [refused, "queue_full"],
    [refused, "queue_full"],
    [doubtful, "zendesk_unclear"],
  ] as const) {
    const before = await revision();
    await retryMessage(chat, conversationId, seq);
    expect(await chat.message(seq)).toMatchObject({ delivery: "failed", failure, revision: before + 1 });
  }
  expect(await chat.store.lanes.depth()).toBe(waitingLimits.desk);
  await chat.deliver();
  await retryMessage(chat, conversationId, refused);
  expect(await chat.message(refused)).toMatchObject({ delivery: "sent" });
  expect(await chat.message(refused)).not.toHaveProperty("failure");
});

test("[CV40] a parked delivery is tried again once, however often and by whomever it is asked", async () => {
  const chat = await startLivechat();
  const seq = await chat.say("difficult");
  const { position } = await chat.giveUp("zendesk_refused", false);
  const wanted = { botId, handoffId, position };
  const answers = await Promise.all([
    retryParked(chat, wanted),
    retryMessage(chat, conversationId, seq),
    retryParked(chat, wanted),
  ]);
  expect(answers).toEqual([position + 1, undefined, position + 1]);
  expect(await chat.deliver()).toMatchObject({ position: position + 1, task: { kind: "message", seq } });
  expect(await chat.store.lanes.depth()).toBe(0);
  expect(await retryParked(chat, wanted)).toBe(position + 1);
  expect(await chat.store.lanes.depth()).toBe(0);
});

test("[CV49] what needs no open livechat is tried again after its end, behind what its lane holds, also after a note to late operators", async () => {
  const chat = await startLivechat();
  await chat.apply(conversationId, () => ({ type: "visitor_left" }));
  const note = await chat.giveUp("zendesk_credentials_refused", false);
  const solve = await chat.giveUp("zendesk_credentials_refused", false);
  const late = operatorSaid("Ann");
  await chat.apply(conversationId, () => late);
  const again = async ({ position }: Claim) => retryParked(chat, { botId, handoffId, position });
  expect([await again(note), await again(solve), await again(note)]).toEqual([
    solve.position + 2,
    solve.position + 3,
    solve.position + 2,
  ]);
  const delivered = [await chat.deliver(), await chat.deliver(), await chat.deliver()];
  expect(delivered.map(({ task }) => task)).toEqual([
    { kind: "note", note: "visitor_gone" },
    note.task,
    solve.task,
  ]);
  await chat.apply(conversationId, () => ({ ...late, zendeskMessageId: "zendesk-2" }));
  expect(await chat.store.lanes.depth()).toBe(0);
});

test("[CV49] it is tried again while the bot has no room for what the visitor says", async () => {
  const chat = await startLivechat();
  await chat.apply(conversationId, () => ({ type: "visitor_left" }));
  const { position } = await chat.giveUp("zendesk_credentials_refused", false);
  for (let count = 0; count < waitingLimits.bot; count++) await chat.say(`question ${count}`);
  expect(await retryParked(chat, { botId, handoffId, position })).toBe(position + 2);
});

test("[CV40] after the end of its livechat nothing is tried again, and the answer says so", async () => {
  const chat = await startLivechat();
  const seq = await chat.say("difficult");
  const { position } = await chat.giveUp("zendesk_refused", false);
  await chat.apply(conversationId, () => ({
    type: "handoff_ended",
    handoffId,
    reason: "operator_ended",
    undelivered: [],
  }));
  await retryMessage(chat, conversationId, seq);
  await expect(retryParked(chat, { botId, handoffId, position })).rejects.toMatchObject({
    code: "handoff_over",
  });
  await expect(retryParked(chat, { botId: "another", handoffId, position })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await chat.store.parked.load(handoffId, position)).not.toHaveProperty("retriedAs");
});

test("[CV41] when too much waits for the account, a visitor's message is refused before it is stored", async () => {
  const chat = await startLivechat();
  await chat.say("one");
  const turn = { files: [], messages: [], timers: [] };
  const before = await chat.store.conversations.load(conversationId);
  if (before === undefined) throw new Error("the conversation is gone");
  const deliveries = Array.from({ length: waitingLimits.account - 1 }, (_, index) => ({
    handoffId,
    position: 1_000 + index,
    task: { kind: "note", note: "visitor_left" } as const,
  }));
  await chat.store.conversations.commit({
    ...turn,
    conversationId,
    expectedVersion: before.version,
    state: before.state,
    deliveries,
  });
  await expect(chat.say("one too many")).rejects.toMatchObject({ code: "queue_full" });
  await chat.deliver();
  expect(await chat.say("room again")).toBeGreaterThan(0);
});
