import fc from "fast-check";
import { expect, test } from "vitest";
import { inDisplayOrder } from "../../../src/protocol/display-order.ts";
import { plainFromRichText } from "../../../src/protocol/rich-text.ts";
import type { Chat } from "./chat.ts";
import { openChat } from "./chat.ts";
import { manualTimers } from "./manual-timers.ts";
import { modelServer } from "./model-server.ts";
import { keptInMemory } from "./storage.ts";
import type { FileLike } from "./uploads.ts";
import type { ChatView, Item } from "./view.ts";
import { choicesOf, openOffer } from "./view.ts";
import { webSocketLink } from "./websocket-link.ts";

const kind = <K extends string>(weight: number, name: K) => ({ weight, arbitrary: fc.constant(name) });

/** `which` chooses among what there is at that moment. */
const step = fc.record({
  kind: fc.oneof(
    kind(5, "say"),
    kind(2, "botSays"),
    kind(2, "connect"),
    kind(3, "operatorSays"),
    kind(2, "offer"),
    kind(4, "ask"),
    kind(2, "deliver"),
    kind(3, "fail"),
    kind(3, "clickChoice"),
    kind(6, "clickWait"),
    kind(6, "clickRetry"),
    kind(1, "clickLeave"),
    kind(18, "toServer"),
    kind(18, "toClient"),
    kind(3, "drop"),
    kind(1, "reload"),
    kind(6, "repeat"),
    kind(5, "pass"),
  ),
  which: fc.nat(40_000),
});

/** What the generator did over all runs: a property about breaks says nothing when there were none. */
const happened = {
  drops: 0,
  dropsWhileAsking: 0,
  reloads: 0,
  reloadsWhileSending: 0,
  repeats: 0,
  resends: 0,
  choices: 0,
  waits: 0,
  retries: 0,
  leaves: 0,
  overtaken: 0,
};

function world() {
  const timers = manualTimers();
  const server = modelServer();
  const kept = keptInMemory();
  let view: ChatView | undefined;
  let ids = 0;
  const open = (): Chat<FileLike> =>
    openChat<FileLike>({
      request: { channelId: "demo" },
      kept,
      keyPrefix: "zlc.demo.",
      timers,
      random: () => 0.5,
      newId: () => `client-${(ids += 1)}`,
      postSession: async () => ({
        status: 200,
        body: {
          token: "token",
          conversationId: "c1",
          language: "en",
          channel: { title: "Demo", accent: "#0f766e" },
          limits: { textLength: 4000, fileBytes: 1000 },
        },
      }),
      webSocket: (resume) =>
        webSocketLink(server.createSocket, resume, (error) => {
          throw error;
        }),
      poll: () => (handlers) => {
        // This network has no long-poll: it fails as soon as it is tried.
        timers.after(0, () => handlers.closed("lost"));
        return { send: () => undefined, close: () => undefined };
      },
      upload: () => async () => ({ kind: "failed" }),
      uploadNotAnswered: () => "",
      changed: (next) => {
        view = next;
      },
    });
  return { timers, server, kept, open, view: () => view };
}

/** The visitor clicks on what he sees, and remembers what must come of it. */
function visitor(seen: () => ChatView | undefined) {
  const texts: string[] = [];
  const clicks = { waits: 0, leaves: 0, retries: 0 };
  /** Clicks that may have been undone before they got anywhere. */
  const undone = { waits: 0, leaves: 0, retries: 0 };
  /** The question that was answered last: it must not be open in the end. */
  let waitedFor = 0;
  const retrying = (): number =>
    seen()?.items.filter(({ seq, state }) => seq !== undefined && state === "sending").length ?? 0;
  return {
    texts,
    clicks,
    undone,
    isAsking: () => seen()?.waiting === true || seen()?.leaving === true || retrying() > 0,
    waitedFor: () => waitedFor,
    say: (chat: Chat<FileLike>): void => {
      texts.push(`visitor ${texts.length}`);
      chat.sayText(`visitor ${texts.length - 1}`);
    },
    choose: (chat: Chat<FileLike>, which: number): void => {
      const view = seen();
      const offer = view === undefined ? undefined : openOffer(view.items, view.status);
      const choices = offer === undefined ? [] : choicesOf(offer);
      const choice = which % Math.max(1, choices.length);
      const label = choices[choice]?.label;
      if (offer?.seq === undefined || label === undefined) return;
      happened.choices += 1;
      texts.push(label);
      // A second click comes before the page is drawn anew.
      for (let click = 0; click < 2; click += 1) chat.choose(offer.seq, choice);
    },
    wait: (chat: Chat<FileLike>): void => {
      const view = seen();
      if (view?.status.question === undefined || view.waiting) return;
      clicks.waits += 1;
      waitedFor = view.items.filter(({ content }) => textOf({ content }) === "nobody_came").length;
      for (let click = 0; click < 2; click += 1) chat.wait();
    },
    leave: (chat: Chat<FileLike>): void => {
      if (seen()?.status.mode !== "livechat" || seen()?.leaving === true) return;
      clicks.leaves += 1;
      for (let click = 0; click < 2; click += 1) chat.leave();
    },
    retry: (chat: Chat<FileLike>, which: number): void => {
      const failed = seen()?.items.filter(({ retryable }) => retryable === true) ?? [];
      const item = failed[which % Math.max(1, failed.length)];
      if (item === undefined) return;
      clicks.retries += 1;
      // The livechat may be over before this arrives.
      undone.retries += seen()?.leaving === true ? 1 : 0;
      for (let click = 0; click < 2; click += 1) chat.retry(item.key);
    },
    reloads: (): void => {
      if (seen()?.waiting === true) {
        undone.waits += 1;
        waitedFor = 0;
      }
      undone.leaves += seen()?.leaving === true ? 1 : 0;
      undone.retries += retrying();
    },
  };
}

/** Lets the answer to the opening of a session through. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function textOf({ content }: Pick<Item, "content">): string {
  if (content.type === "notice") return content.notice;
  return content.type === "text" ? plainFromRichText(content.body) : content.type;
}

test("after any drops, repeated frames and reloads the chatbox shows the server's list, each message once, in order, and no click is lost or doubled", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 250 }), async (steps) => {
      const { timers, server, open, kept, view } = world();
      const person = visitor(view);
      server.connect();
      let chat = open();
      await settle();
      let said = 0;
      for (const { kind, which } of steps) {
        switch (kind) {
          case "say":
            person.say(chat);
            break;
          case "botSays":
            server.botSays(`bot ${(said += 1)}`);
            break;
          case "connect":
            server.connect();
            break;
          case "operatorSays":
            server.operatorSays(`operator ${(said += 1)}`, { back: which % 4 });
            break;
          case "offer":
            said += 1;
            server.operatorSays(`offer ${said}`, { labels: [`visitor: ${said} a`, `visitor: ${said} b`] });
            break;
          case "ask":
            server.ask();
            break;
          case "deliver":
            server.deliver();
            break;
          case "fail":
            server.fail();
            break;
          case "clickChoice":
            person.choose(chat, which);
            break;
          case "clickWait":
            person.wait(chat);
            break;
          case "clickRetry":
            person.retry(chat, which);
            break;
          case "clickLeave":
            person.leave(chat);
            break;
          case "toServer":
            for (let frames = which % 4; frames >= 0; frames -= 1) server.flushToServer();
            break;
          case "toClient":
            for (let frames = which % 8; frames >= 0; frames -= 1) server.flushToClient();
            break;
          case "drop":
            happened.dropsWhileAsking += person.isAsking() ? 1 : 0;
            happened.drops += server.drop() ? 1 : 0;
            break;
          case "repeat":
            happened.repeats += server.repeat(which) ? 1 : 0;
            break;
          case "reload":
            happened.reloads += 1;
            happened.reloadsWhileSending += kept.keys().some((key) => key.includes("outbox")) ? 1 : 0;
            person.reloads();
            chat.close();
            chat = open();
            break;
          case "pass":
            timers.advance(which);
            break;
        }
        await settle();
      }
      // The network heals: whatever is under way arrives.
      for (let round = 0; round < 500; round += 1) {
        const moved = [server.flushToServer(), server.flushToClient()].some(Boolean);
        if (!moved) timers.advance(1000);
        await settle();
      }
      happened.resends += server.resends();

      const shown = view()?.items ?? [];
      const stored = inDisplayOrder(server.messages());
      happened.overtaken += shown.filter(({ overtaken }) => overtaken === true).length;
      expect(shown.map(textOf)).toEqual(stored.map(textOf));
      expect(shown.map(({ state }) => state)).toEqual(stored.map(({ delivery }) => delivery));
      expect(shown.map(textOf).filter((text) => text.startsWith("visitor"))).toEqual(person.texts);
      expect(kept.keys().filter((key) => key.includes("outbox"))).toEqual([]);

      const effects = server.effects();
      for (const name of ["waits", "leaves", "retries"] as const) {
        happened[name] += effects[name];
      }
      expect(effects.waits).toBeLessThanOrEqual(person.clicks.waits);
      expect(effects.leaves).toBeLessThanOrEqual(person.clicks.leaves);
      // What failed once more while nobody knew is tried again, at most once for each break.
      expect(effects.retries).toBeLessThanOrEqual(person.clicks.retries + server.links());
      expect(view()).toMatchObject({ waiting: false, leaving: false, status: server.status() });
      expect(effects.retries).toBeGreaterThanOrEqual(person.clicks.retries - person.undone.retries);
      expect(server.status().question !== undefined && server.questions() === person.waitedFor()).toBe(false);
      chat.close();
    }),
    { numRuns: 400, verbose: fc.VerbosityLevel.None },
  );
}, 60_000);

test("the runs above really broke, and clicks had effects", () => {
  for (const count of Object.values(happened)) expect(count).toBeGreaterThan(10);
});
