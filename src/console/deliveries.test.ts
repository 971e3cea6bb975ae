import { expect, test } from "vitest";
import { emptyState } from "../conversation/state.ts";
import { deliveriesAnswerSchema, deliveriesPage } from "../protocol/console.ts";
import { connectorOf, handoffOf } from "../store/contract/fixture.ts";
import type { Turn } from "../store/port.ts";
import { codeOf, startConsole } from "./console.fixtures.ts";

const conversationId = "of the visitor";

/** A handoff that is over by now, of which so many deliveries were given up. */
async function consoleWithParked(count: number) {
  const running = await startConsole();
  const { store } = running;
  await store.bots.saveChannel({ id: "c", botId: "demo", title: "Help", accent: "#1f73b7", origins: [] });
  await store.connectors.save(connectorOf("demo", "connector"));
  await store.conversations.create(
    { id: conversationId, botId: "demo", channelId: "c", language: "en", test: false, createdAt: 5 },
    "token",
  );
  let expectedVersion = 0;
  const commit = (rows: Partial<Turn>) =>
    store.conversations.commit({
      conversationId,
      expectedVersion: expectedVersion++,
      state: emptyState,
      messages: [],
      deliveries: [],
      timers: [],
      files: [],
      ...rows,
    });
  await commit({
    handoff: handoffOf({ id: "handoff", conversationId, botId: "demo", connectorId: "connector" }),
    deliveries: Array.from({ length: count }, (_, position) => ({
      handoffId: "handoff",
      position,
      task: { kind: "message", seq: position + 1, history: false },
    })),
  });
  for (let position = 0; position < count; position++) {
    const [claim] = await store.lanes.claim(60_000, 1);
    const key = { handoffId: "handoff", position, fence: claim?.fence ?? 0 };
    await commit({ settled: { ...key, parked: { code: "zendesk_refused", inDoubt: false } } });
  }
  return running;
}

test("what was given up is listed newest first, page by page, of one's own bot and without what was said", async () => {
  const { call } = await consoleWithParked(deliveriesPage + 1);
  const page = async (query = "") =>
    deliveriesAnswerSchema.parse((await call("GET", `bots/demo/deliveries${query}`)).json());
  const first = await page();
  expect(first.deliveries).toHaveLength(deliveriesPage);
  expect(first.deliveries[0]).toEqual({
    handoffId: "handoff",
    position: deliveriesPage,
    conversationId,
    kind: "message",
    seq: deliveriesPage + 1,
    code: "zendesk_refused",
    givenUpAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  const second = await page(`?before=${first.next}`);
  expect(second.deliveries.map(({ position }) => position)).toEqual([0]);
  expect(second).not.toHaveProperty("next");
  expect((await call("GET", "bots/second/deliveries")).json()).toEqual({ deliveries: [] });
  expect(codeOf(await call("GET", "bots/demo/deliveries?before=yesterday"))).toBe("request_invalid");
});

test("after the end of the livechat the retry is refused in words; of another bot there is nothing to try", async () => {
  const { call } = await consoleWithParked(1);
  const over = await call("POST", "bots/demo/deliveries/handoff/0/retry");
  expect([over.statusCode, codeOf(over)]).toEqual([409, "handoff_over"]);
  expect(over.body).toContain("is over");
  for (const path of ["bots/second/deliveries/handoff/0/retry", "bots/demo/deliveries/handoff/7/retry"])
    expect(codeOf(await call("POST", path))).toBe("not_found");
  expect(codeOf(await call("POST", "bots/demo/deliveries/handoff/first/retry"))).toBe("request_invalid");
});
