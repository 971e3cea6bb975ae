import { expect, test } from "vitest";
import type { ConversationHead, Message } from "../conversation/model.ts";
import { messageOf } from "../store/contract/fixture.ts";
import { createCallTimes } from "./call-times.ts";
import { historyCosts } from "./history-costs.ts";
import { createPaces } from "./paces.ts";

const head: ConversationHead = {
  id: "c",
  botId: "bot",
  channelId: "channel",
  language: "en",
  test: false,
  createdAt: 0,
};
const file = { type: "file", fileId: "f", name: "scan.png", mediaType: "image/png", image: true } as const;
const stored = { botId: "bot", conversationId: "c", name: "scan.png", mediaType: "image/png", image: true };
const history: readonly Message[] = [
  messageOf(1),
  messageOf(2, { content: file }),
  messageOf(4),
  messageOf(5, { content: { ...file, fileId: "at Zendesk still" } }),
];

/** The account took so long for a call and for an upload, and refused so many as too much. */
async function costs(callMs: number, uploadMs: number | undefined, refusals: number) {
  let time = 0;
  const [callTimes, uploadTimes] = [createCallTimes(() => time), createCallTimes(() => time)];
  const take = (ms: number) => async () => {
    time += ms;
  };
  await callTimes.timed("k", take(callMs));
  if (uploadMs !== undefined) await uploadTimes.timed("k", take(uploadMs));
  const paces = createPaces(() => time);
  for (let count = 0; count < refusals; count++) {
    paces.tooMuch("k");
    time += 1_000;
  }
  const files = { load: async (id: string) => ({ ...stored, id, stored: id === "f" }) };
  const conversations = {
    message: async (_id: string, seq: number) => history.find((one) => one.seq === seq),
  };
  const timing = { openFileMs: 5_000 };
  const store = { conversations, files };
  return historyCosts({ store, callTimes, uploadTimes, paces, timing }, "k", head, [1, 2, 3, 4, 5]);
}

test("a message takes a call, a file its upload besides, and the time it may take to be here", async () => {
  expect(await costs(200, 1_800, 0)).toEqual([200, 2_000, 0, 200, 7_000]);
  expect(await costs(200, undefined, 0)).toEqual([200, 1_200, 0, 200, 6_200]);
});

test("no message goes sooner than the account's pace allows", async () => {
  const [first = 0, second = 0] = await costs(200, 1_800, 8);
  expect(first).toBeGreaterThan(1_000);
  expect(second).toBeCloseTo(first + 1_800);
});
