/**
 * What Zendesk's API may answer and no document promises: every call of the desk and of the setup either gives what
 * it promises or fails with a code. `SEED=… npx vitest run --project system test/system/bad-answers` replays.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { CodedError } from "../../src/errors.ts";
import type { DeskAccount } from "../../src/zendesk/desk.ts";
import { createZendeskHttp, type ZendeskHttp } from "../../src/zendesk/http.ts";
import { createSetup } from "../../src/zendesk/setup.ts";
import { createDesk } from "../../src/zendesk/zendesk-desk.ts";
import { type DistortingProxy, startDistortingProxy } from "./bad/distorting-proxy.ts";
import { createRandom, seedOf } from "./history/random.ts";
import {
  asBot,
  asVisitor,
  type Emulated,
  handedOver,
  startEmulated,
  webhookUrl,
  withOAuth,
} from "./zendesk-emulated.ts";

const seed = seedOf(process.env);
const roundsOfEach = 60;
/** Of a list that never ends: more than any call needs, so that one that asks for all of them would have gone on. */
const endlessPages = 1_000;

let zendesk: Emulated;
let proxy: DistortingProxy;
let http: ZendeskHttp;
beforeAll(async () => {
  zendesk = await startEmulated();
  zendesk.emulator.configure({ supportPlan: "unlimited" });
  proxy = await startDistortingProxy(zendesk.emulator.url, createRandom(seed), endlessPages);
  http = createZendeskHttp({ allow: [proxy.url, zendesk.emulator.url], now: Date.now, answerMs: 2_000 });
});
afterAll(async () => {
  await http.close();
  await proxy.close();
  await zendesk.stop();
});

/** What each call promises; undefined when it may have nothing to say. */
function callsOf(account: DeskAccount, handoff: Awaited<ReturnType<typeof handedOver>>, ticketId: string) {
  const parts = { http, now: Date.now, onSetback: () => {} };
  const [desk, setup] = [createDesk(parts), createSetup(parts)];
  const { userId, conversationId } = handoff;
  const group = String(zendesk.emulator.credentials().groups[0]?.id);
  let count = 0;
  const text = (value: unknown) => expect(value).toEqual(expect.stringMatching(/./s));
  const time = (value: unknown) => expect(Number.isFinite(value)).toBe(true);
  const request = { account, webhookUrl, skills: [{ id: "s1", name: "Support" }], groupIds: {} };
  return {
    ensureUser: async () =>
      text((await desk.ensureUser(account, { externalId: `made-${count++}`, locale: "en" })).userId),
    "ensureUser, known": async () =>
      text((await desk.ensureUser(account, { externalId: "visitor1", locale: "en" })).userId),
    openConversation: async () =>
      text((await desk.openConversation(account, { userId, handoffId: `made-${count++}` })).conversationId),
    findConversation: async () => {
      const found = await desk.findConversation(account, userId, "handoff1");
      if (found !== undefined) text(found.conversationId);
    },
    post: async () => {
      const said = count++ % 2 === 0 ? asBot("k", "words") : asVisitor(userId)("k", "words");
      const posted = await desk.post(account, conversationId, said);
      text(posted.messageId);
    },
    findMessage: async () => {
      const found = await desk.findMessage(account, conversationId, "k1");
      if (found !== undefined) text(found.messageId);
    },
    "findConversation, unknown": () => desk.findConversation(account, userId, "handoff of nobody"),
    "findMessage, unknown": () => desk.findMessage(account, conversationId, "key of nobody"),
    upload: async () => {
      const file = { name: "a.txt", mediaType: "text/plain", bytes: new Blob(["a"]) };
      text((await desk.upload(account, conversationId, file)).mediaUrl);
    },
    passControl: () => desk.passControl(account, conversationId, { groupId: group }),
    messagesAfter: async () => {
      for (const message of await desk.messagesAfter(account, conversationId)) {
        text(message.id);
        time(message.received);
      }
    },
    control: async () =>
      expect(["operators", "other", "gone"]).toContain(await desk.control(account, conversationId)),
    findTicket: async () => {
      const found = await desk.findTicket(account, handoff);
      if (found !== undefined) text(found.id);
    },
    tickets: async () => {
      for (const { id } of await desk.tickets(account, [ticketId, "77"])) text(id);
    },
    assignGroup: () => desk.assignGroup(account, ticketId, group),
    solveTicket: () => desk.solveTicket(account, handoff),
    check: async () =>
      expect(["refused", "unreachable", "accepted"]).toContain((await setup.check(request)).outcome),
    readWebhookSecret: async () => {
      const secret = await setup.readWebhookSecret(account, webhookUrl);
      if (secret !== undefined) text(secret);
    },
    syncGroups: async () => {
      for (const { groupId } of (await setup.syncGroups(request)).groups) text(groupId);
    },
  };
}

test("whatever Zendesk answers, each call gives what it promises or fails with a code", {
  timeout: 180_000,
}, async () => {
  const handoff = await handedOver(zendesk);
  const ticket = await zendesk.desk.findTicket(zendesk.account, handoff);
  const accounts = [zendesk.account, withOAuth(zendesk)].map((account) => ({
    ...account,
    origin: proxy.url,
  }));
  const failures: string[] = [];
  let [tried, given, refused] = [0, 0, 0];
  for (const account of accounts) {
    for (const [name, call] of Object.entries(callsOf(account, handoff, ticket?.id ?? ""))) {
      // An access token is fetched once and kept: distorted with everything else it would end all that follows.
      proxy.distort(0.8, (_method, path) => tried % 10 === 0 || !path.includes("oauth"));
      for (let round = 0; round < roundsOfEach / 2; round++) {
        tried += 1;
        const before = proxy.asked();
        await call().then(
          () => {
            given += 1;
          },
          (error: unknown) => {
            refused += 1;
            if (!(error instanceof CodedError) || error.code === "internal")
              failures.push(`${name}: ${error instanceof Error ? (error.stack ?? "") : String(error)}`);
          },
        );
        if (proxy.asked() - before >= endlessPages) failures.push(`${name}: follows a list without an end`);
      }
    }
  }
  proxy.distort(0);
  const answers = [...proxy.distorted()].toSorted(([a], [b]) => a.localeCompare(b));
  const distorted = answers.reduce((sum, [, count]) => sum + count, 0);
  process.stdout.write(
    `SEED=${seed}: ${tried} calls with ${distorted} distorted answers; ${given} gave what they promise, ${refused} failed with a code\n${answers.map(([name, count]) => `  ${name}: ${count}\n`).join("")}`,
  );
  expect(failures, `SEED=${seed}`).toEqual([]);
  expect(given).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(100);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  // An honest Zendesk is understood as before.
  const [account] = accounts;
  expect(
    account &&
      (
        await createDesk({ http, now: Date.now, onSetback: () => {} }).messagesAfter(
          account,
          handoff.conversationId,
        )
      ).length,
  ).toBeGreaterThan(1);
});
