import fc from "fast-check";
import { expect, test } from "vitest";
import { plainFromRichText } from "../../../src/protocol/rich-text.ts";
import type { Chat } from "./chat.ts";
import { openChat } from "./chat.ts";
import { manualTimers } from "./manual-timers.ts";
import { modelServer } from "./model-server.ts";
import { keptInMemory } from "./storage.ts";
import type { FileLike } from "./uploads.ts";
import type { ChatView, Item } from "./view.ts";
import { webSocketLink } from "./websocket-link.ts";

type Step =
  | { kind: "say" | "botSays" | "deliver" | "toServer" | "toClient" | "drop" | "reload" }
  | { kind: "repeat"; which: number }
  | { kind: "wait"; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ kind: "say" as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: "botSays" as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: "deliver" as const }) },
  { weight: 10, arbitrary: fc.constant({ kind: "toServer" as const }) },
  { weight: 10, arbitrary: fc.constant({ kind: "toClient" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "drop" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "reload" as const }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("repeat" as const), which: fc.nat(200) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(40_000) }) },
);

/** What the generator did over all runs: a property about breaks says nothing when there were none. */
const happened = { drops: 0, reloads: 0, reloadsWhileSending: 0, repeats: 0, resends: 0 };

function world() {
  const timers = manualTimers();
  const server = modelServer();
  const kept = keptInMemory();
  const views: ChatView[] = [];
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
      changed: (view) => views.push(view),
    });
  return { timers, server, kept, open, lastView: () => views.at(-1) };
}

/** Lets the answer to the opening of a session through. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function textOf({ content }: Item): string {
  return content.type === "text" ? plainFromRichText(content.body) : content.type;
}

test("after any drops, repeated frames and reloads the chatbox shows the server's list, each message once, in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 160 }), async (steps) => {
      const { timers, server, open, kept, lastView } = world();
      let chat = open();
      await settle();
      let said = 0;
      for (const next of steps) {
        switch (next.kind) {
          case "say":
            chat.sayText(`visitor ${(said += 1)}`);
            break;
          case "botSays":
            server.botSays(`bot after ${said}`);
            break;
          case "deliver":
            server.deliver();
            break;
          case "toServer":
            server.flushToServer();
            break;
          case "toClient":
            server.flushToClient();
            break;
          case "drop":
            happened.drops += server.drop() ? 1 : 0;
            break;
          case "repeat":
            happened.repeats += server.repeat(next.which) ? 1 : 0;
            break;
          case "reload":
            happened.reloads += 1;
            happened.reloadsWhileSending += kept.keys().some((key) => key.includes("outbox")) ? 1 : 0;
            chat.close();
            chat = open();
            break;
          case "wait":
            timers.advance(next.ms);
            break;
        }
        await settle();
      }
      // The network heals: whatever is under way arrives.
      for (let round = 0; round < 400; round += 1) {
        const moved = [server.flushToServer(), server.flushToClient()].some(Boolean);
        if (!moved) timers.advance(1000);
        await settle();
      }
      happened.resends += server.resends();

      const shown = lastView()?.items ?? [];
      const stored = server.messages();
      expect(shown.map(textOf)).toEqual(
        stored.map(({ content }) => (content.type === "text" ? plainFromRichText(content.body) : "")),
      );
      expect(shown.map(({ state }) => state)).toEqual(stored.map(({ delivery }) => delivery));
      expect(shown.map(textOf).filter((text) => text.startsWith("visitor"))).toEqual(
        Array.from({ length: said }, (_, index) => `visitor ${index + 1}`),
      );
      expect(kept.keys().filter((key) => key.includes("outbox"))).toEqual([]);
      chat.close();
    }),
    { numRuns: 150, verbose: fc.VerbosityLevel.None },
  );
}, 60_000);

test("the runs above really broke: drops, reloads in the middle of sending, repeats, resends the server recognised", () => {
  for (const count of Object.values(happened)) expect(count).toBeGreaterThan(10);
});
