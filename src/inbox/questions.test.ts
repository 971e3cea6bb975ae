/** Questions to Zendesk about events: one account that does not answer, beside one that does. */
import { expect, onTestFinished, test } from "vitest";
import { addBot, addConversation, commitNext, handoffOf } from "../store/contract/fixture.ts";
import { openFreshStore } from "../store/sqlite/fresh.fixture.ts";
import { deskAccountOf } from "../zendesk/account.fixtures.ts";
import { startZendesk } from "../zendesk/http.fixtures.ts";
import { createZendeskHttp } from "../zendesk/http.ts";
import { createDesk } from "../zendesk/zendesk-desk.ts";
import { startInbox } from "./process.ts";

const type = "conversation:remove";

/** Two accounts, each with one livechat, and so many events that say that it was removed. */
async function start(events: Readonly<Record<"silent" | "quick", number>>, answerMs: number) {
  const { store, clock, dispose } = await openFreshStore();
  onTestFinished(dispose);
  const asked: string[] = [];
  const origin = await startZendesk((request, response) => {
    const app = request.url?.includes("/apps/silent/") === true ? "silent" : "quick";
    asked.push(app);
    if (app === "quick") response.writeHead(404).end('{"errors":[{"code":"conversation_not_found"}]}');
  });
  for (const [bot, many] of Object.entries(events)) {
    await addBot(store, bot, bot);
    await addConversation(store, bot, bot);
    const ours = { id: bot, botId: bot, conversationId: bot, connectorId: bot, zendeskConversationId: bot };
    await commitNext(store, { handoff: handoffOf({ ...ours, phase: "live" }) }, bot);
    const body = JSON.stringify({ id: "e", type, payload: { conversation: { id: bot } } });
    const ids = Array.from({ length: many }, (_, index) => `${bot} ${index}`);
    await store.inbox.add(ids.map((eventId) => ({ connectorId: bot, eventId, type, body })));
  }
  const http = createZendeskHttp({ allow: [origin], now: Date.now });
  const counted: string[] = [];
  const failed: unknown[] = [];
  const loop = startInbox({
    store,
    relay: { apply: async () => ({ outcome: "skipped" }), announceTyping: () => undefined },
    newId: () => "unused",
    desk: createDesk({ http, now: Date.now }),
    account: async (connectorId) => ({ ...deskAccountOf(connectorId), origin, appId: connectorId }),
    now: clock.now,
    answerMs,
    onError: (error) => failed.push(error),
    onEcho: async () => undefined,
    count: (name) => counted.push(name),
  });
  onTestFinished(async () => {
    await http.close();
    await loop.stop();
  });
  return { store, asked, counted, failed };
}

test("an account that does not answer leaves room for the questions about others", async () => {
  const { asked, counted } = await start({ silent: 20, quick: 1 }, 60_000);
  await expect.poll(() => counted).toEqual(["webhook_event_done"]);
  expect(asked.filter((app) => app === "silent").length).toBeLessThanOrEqual(8);
});

test("a question that is not answered ends with its time, and its event is tried again like any that failed", async () => {
  const { store, failed } = await start({ silent: 1, quick: 0 }, 100);
  await expect.poll(() => failed).toMatchObject([{ code: "zendesk_unclear" }]);
  await expect.poll(() => store.inbox.nextDue()).toBe(1_000);
});
