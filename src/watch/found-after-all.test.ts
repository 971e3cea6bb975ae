import { expect, test } from "vitest";
import { conversationId, handoffId, startLivechat } from "../relay/retries.fixtures.ts";
import { handoffOf } from "../store/contract/fixture.ts";
import type { DeskMessage } from "../zendesk/desk.ts";
import { markArrived } from "./found-after-all.ts";

const handoff = handoffOf({ id: handoffId, conversationId });
const listed = (id: string, key: string): DeskMessage => ({
  id,
  key,
  received: 1,
  author: { type: "visitor" },
  content: { type: "text" },
});

/** A message of two parts that has failed in doubt, and a look at these messages. */
async function startAfterFailure() {
  const chat = await startLivechat();
  const seq = await chat.say("in two parts");
  const { position } = await chat.giveUp("zendesk_refused", true);
  const keysOfMessage = (id: string, first: number) => [`${id}.${first}`, `${id}.${first}.1`];
  const [first = "", second = ""] = keysOfMessage(handoffId, position);
  const { store } = chat;
  const look = (messages: readonly DeskMessage[]) =>
    markArrived({ store, relay: chat, keysOfMessage }, handoff, messages);
  return { ...chat, look, seq, first, second };
}

test("[CV47] a message that is said to have failed has arrived when all its parts stand there; that is told once", async () => {
  const { look, message, store, seq, first, second } = await startAfterFailure();
  const revision = async () => (await store.conversations.load(conversationId))?.state.revision ?? 0;
  const before = await revision();
  const there = [listed("a", first), listed("b", second), listed("double", second)];
  await look(there);
  await look(there);
  const arrived = await message(seq);
  expect(arrived).toMatchObject({ delivery: "delivered", zendeskMessageId: "b" });
  expect(arrived).not.toHaveProperty("failure");
  expect(await revision()).toBe(before + 1);
});

test("[CV47] one of which a part is missing has not arrived", async () => {
  const { look, message, seq, first } = await startAfterFailure();
  await look([listed("a", first), listed("other", "another.1")]);
  expect(await message(seq)).toMatchObject({ delivery: "failed", failure: "zendesk_unclear" });
});
