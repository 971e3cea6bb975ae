/** A visitor's life, drawn by chance: talks to the bot, asks for a person, writes, is answered, leaves, comes again. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Chatbox, openChatbox } from "./chatbox.ts";
import { token } from "./history.ts";
import type { Observed } from "./observe.ts";
import type { Operators } from "./operators.ts";
import type { Random } from "./random.ts";

export interface LifePorts {
  /** Where the server is by now. */
  readonly origin: () => string;
  readonly operators: Operators;
  readonly random: Random;
  /** Makes texts its own; no other life of this history has it. */
  readonly number: number;
  /** Pauses and waits are drawn up to this, in milliseconds. */
  readonly pace: { readonly pauseMs: number; readonly patienceMs: number };
}

export interface Life extends Observed {
  /** Resolves when everything was typed, not when all of it has arrived. */
  readonly lived: Promise<void>;
  /** Back to the bot, whatever the mode. */
  readonly end: () => Promise<void>;
  readonly close: () => void;
}

const mostTabs = 3;

export async function beginLife(ports: LifePorts): Promise<Life> {
  const first = await openChatbox(ports.origin, { tab: 0 });
  const tabs: Chatbox[] = [first];
  return {
    tabs,
    lived: live(ports, first, tabs),
    end: () => first.leave(),
    close: () => {
      for (const tab of tabs) tab.close();
    },
  };
}

async function live(ports: LifePorts, first: Chatbox, tabs: Chatbox[]): Promise<void> {
  const { random, pace, operators, number } = ports;
  let words = 0;
  const text = (what: string) => `${what} ${token(`${number}x${++words}`)}`;
  const anyTab = () => tabs[random.below(tabs.length)] ?? first;
  const pause = () => sleep(random.below(pace.pauseMs));
  /** The conversation at Zendesk in which the last words of the escalation stand. */
  const answer = async (asked: string) => operators.conversationWith(asked);

  const visitorDoes: readonly [() => unknown, ...(() => unknown)[]] = [
    () => anyTab().say(text("hello")),
    () => anyTab().say(text("one more thing")),
    () => {
      for (let times = random.between(2, 4); times > 0; times -= 1) first.say(text("quick"));
    },
    () => first.sayFile(`${text("form").replaceAll(" ", "-")}.pdf`),
    () => anyTab().breakOff(random.below(150)),
    async () => {
      if (tabs.length < mostTabs)
        tabs.push(await openChatbox(ports.origin, { tab: tabs.length, token: first.token }));
    },
  ];
  const operatorDoes: readonly [(id: string) => unknown, ...((id: string) => unknown)[]] = [
    (id) => operators.reply(id, text("yes")),
    (id) => operators.reply(id, text("certainly")),
    async (id) => {
      for (let times = random.between(2, 4); times > 0; times -= 1) await operators.reply(id, text("line"));
    },
    (id) => operators.sendFile(id, `${text("leaflet").replaceAll(" ", "-")}.pdf`),
    (id) => operators.typing(id),
  ];
  const ends: readonly [(id: string | undefined) => unknown, ...((id: string | undefined) => unknown)[]] = [
    () => first.leave(),
    (id) => id !== undefined && operators.end(id, "end-session"),
    (id) => id !== undefined && operators.end(id, "close"),
    async (id) => {
      // In the same moment, in whatever order they are taken.
      await Promise.all([first.leave(), id !== undefined && operators.end(id, "end-session")]);
    },
    () => {},
  ];

  for (let times = random.below(3); times > 0; times -= 1)
    first.say(
      text(random.pick(["what are your opening hours", "where are you", "how much is a consultation"])),
    );
  for (let handoffs = random.pick([1, 1, 1, 2, 2, 3]); handoffs > 0; handoffs -= 1) {
    const asked = text("I want to talk to a person");
    first.say(asked);
    if (random.chance(0.3)) first.say(text("are you there"));
    if (random.chance(0.1)) await first.leave();
    if (random.chance(0.8)) await within(pace.patienceMs, () => first.status().mode === "livechat");
    for (let acts = random.between(2, 6); acts > 0; acts -= 1) {
      const id = await answer(asked);
      if (id !== undefined && random.chance(0.6)) await random.pick(operatorDoes)(id);
      else await random.pick(visitorDoes)();
      await pause();
    }
    const id = await answer(asked);
    await random.pick(ends)(id);
    if (id !== undefined && random.chance(0.15)) await operators.reply(id, text("one last thing"));
    if (handoffs > 1) await within(pace.patienceMs, () => first.status().mode === "bot");
  }
}

/** True when it came about in time. */
export async function within(ms: number, came: () => boolean | Promise<boolean>): Promise<boolean> {
  const until = performance.now() + ms;
  while (!(await came())) {
    if (performance.now() > until) return false;
    await sleep(15);
  }
  return true;
}
