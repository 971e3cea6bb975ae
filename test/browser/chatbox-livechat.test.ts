/**
 * What a livechat asks of the chatbox beyond messages, in a real browser: once from end to end, then with the
 * server's side of the websocket played by hand, so that each state stands still to be looked at.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page, WebSocketRoute } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  clientFrameSchema,
  type ServerFrame,
  type Status,
  type WireMessage,
} from "../../src/protocol/chat.ts";
import { launchChromium } from "../chromium.ts";
import { type System, startSystem } from "../system/system.ts";
import { newTicket, ticketThat } from "../system/workspace.ts";

let browser: Browser;
let system: System;
let axe: string;

beforeAll(async () => {
  [browser, system, axe] = await Promise.all([
    launchChromium(),
    startSystem(),
    readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"),
  ]);
});
afterAll(async () => {
  await browser.close();
  await system.close();
});

test("from end to end: asked whether to wait, answering with a choice, asked whether all is solved", async () => {
  const page = await browser.newPage({ reducedMotion: "reduce" });
  await page.goto(`${system.url}/chatbox/demo?language=en`);
  const input = page.getByRole("textbox", { name: "Write a message" });
  await input.fill("I want to talk to a person");
  await input.press("Enter");
  const ticket = await newTicket(system.emulator, []);
  await page.locator('main[data-mode="livechat"]').waitFor();
  system.advance(10 * 60_000);
  // Whoever says something wakes the server's timers.
  const other = await system.visitor();
  await other.say("tick");
  await page.getByRole("button", { name: "Keep waiting" }).click();
  await page.locator(".question").waitFor({ state: "detached" });

  const actions = ["Today", "Tomorrow"].map((text) => ({ type: "reply", text, payload: text }));
  const asked = { type: "text", text: "When does it suit you?", actions };
  await system.operator("reply", { ticketId: ticket.id, contents: [asked] });
  await page.getByRole("button", { name: "Tomorrow" }).click();
  await page.locator('.message[data-state="delivered"]', { hasText: "Tomorrow" }).waitFor();
  await ticketThat(
    system.emulator,
    ticket.id,
    ({ messages }) => JSON.stringify(messages).includes('"Tomorrow"'),
    "the answer",
  );

  await system.operator("solve", { ticketId: ticket.id });
  const solved = page.getByRole("region", { name: "Is your request solved?" });
  await solved.getByRole("button", { name: "Back to the assistant" }).click();
  await page.locator('main[data-mode="bot"]').waitFor();
  expect(await page.locator(".question").count()).toBe(0);
  expect(await page.getByRole("log").innerText()).toContain("You have left the chat with our team");
  await page.close();
});

/** A conversation that is told frame by frame; what the page sends is kept. */
async function openChat(options: BrowserContextOptions = {}, language = "en") {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const heard: unknown[] = [];
  const stored = new Map<number, { readonly revision: number; readonly message: WireMessage }>();
  let status: Status = { mode: "livechat" };
  let revision = 0;
  let socket: WebSocketRoute | undefined;
  const send = (frame: ServerFrame): void => socket?.send(JSON.stringify(frame));
  const tell = (next: Status, ...changed: WireMessage[]): void => {
    status = next;
    revision += 1;
    for (const message of changed) stored.set(message.seq, { revision, message });
    send({ type: "changes", revision, status, messages: changed });
  };
  await page.routeWebSocket(/\/api\/chat$/, (opened) => {
    opened.onMessage((data) => {
      const frame = clientFrameSchema.parse(JSON.parse(data.toString()));
      if (frame.type !== "hello") return void heard.push(frame);
      socket = opened;
      const missed = [...stored.values()].filter((one) => one.revision > frame.revision);
      send({ type: "changes", revision, status, messages: missed.map(({ message }) => message) });
    });
  });
  return {
    page,
    errors,
    heard,
    tell,
    open: (first: Status, ...begun: WireMessage[]) => {
      tell(first, ...begun);
      return page.goto(`${system.url}/chatbox/demo?language=${language}`);
    },
    breakLink: () => socket?.close({ code: 1011 }),
    close: () => context.close(),
  };
}

const noon = new Date().setHours(12, 0, 0, 0);
const livechat = { mode: "livechat" } as const;
const sara = { type: "operator", name: "Sara Lind" } as const;

function message(seq: number, text: string, more: Partial<WireMessage> = {}): WireMessage {
  const content = { type: "text" as const, body: [{ type: "text" as const, text }] };
  return { id: `m${seq}`, seq, at: noon + seq * 1000, author: sara, content, ...more };
}
function notice(seq: number, key: string, text: string): WireMessage {
  return message(seq, "", { author: { type: "system" }, content: { type: "notice", notice: key, text } });
}
function own(seq: number, text: string, more: Partial<WireMessage> = {}): WireMessage {
  return message(seq, text, { author: { type: "visitor" }, clientId: `c${seq}`, delivery: "sent", ...more });
}
function offer(seq: number, text: string, ...labels: string[]): WireMessage {
  const body = [{ type: "text" as const, text }];
  return message(seq, text, {
    content: { type: "text", body, choices: labels.map((label) => ({ label })) },
  });
}

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))",
  );
}

function hasFocus(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluate((element) => element.matches(":focus"));
}

describe("a question", () => {
  test("takes no focus, is read out once, and the answer is not lost with the link", async () => {
    const chat = await openChat();
    await chat.open(livechat, notice(1, "connecting", "We are connecting you."));
    const input = chat.page.getByRole("textbox", { name: "Write a message" });
    await input.fill("I am still");
    await chat.page.locator('[role="log"][aria-live="polite"]').waitFor();
    chat.tell({ ...livechat, question: "nobody_came" }, notice(2, "nobody_came", "Nobody is free yet."));
    const card = chat.page.getByRole("region", { name: "Do you want to keep waiting?" });
    await card.waitFor();
    expect(await hasFocus(chat.page, "textarea")).toBe(true);
    expect(await card.evaluate((element) => element.closest("[aria-live], [role=status]"))).toBeNull();
    expect(await chat.page.getByRole("log").innerText()).toContain("Nobody is free yet.");

    await chat.breakLink();
    await card.getByRole("button", { name: "Keep waiting" }).press("Enter");
    await card.getByRole("button", { name: "One moment…" }).waitFor();
    await expect.poll(() => chat.heard).toEqual([{ type: "wait" }]);
    chat.tell(livechat);
    await card.waitFor({ state: "detached" });
    expect(await hasFocus(chat.page, ".scroller")).toBe(true);
    expect(chat.heard).toHaveLength(1);
    expect(chat.errors).toEqual([]);
    await chat.close();
  });

  test("has its own words and answers, and leaving is one of them", async () => {
    const chat = await openChat();
    await chat.open({ ...livechat, question: "unreachable" });
    const unreachable = chat.page.getByRole("region", { name: "Our team cannot be reached right now" });
    await unreachable.waitFor();
    expect(await unreachable.getByRole("button").allInnerTexts()).toEqual([
      "Keep waiting",
      "Back to the assistant",
    ]);
    chat.tell({ ...livechat, question: "solved" });
    const solved = chat.page.getByRole("region", { name: "Is your request solved?" });
    await solved.waitFor();
    // Who misses something writes.
    expect(await solved.getByRole("button").allInnerTexts()).toEqual(["Back to the assistant"]);
    await solved.getByRole("button").click();
    await expect.poll(() => chat.heard).toEqual([{ type: "leave" }]);
    await solved.getByRole("button", { name: "Leaving…" }).waitFor();
    chat.tell({ mode: "bot" });
    await solved.waitFor({ state: "detached" });
    await chat.close();
  });
});

test("an offered answer is given by keyboard, shown at once, and can be given only once", async () => {
  const chat = await openChat();
  await chat.open(livechat, offer(1, "Is it urgent?", "Yes", "No"), offer(2, "When?", "Today", "Tomorrow"));
  const choices = chat.page.getByRole("group", { name: "Suggested answers" });
  await choices.waitFor();
  // Those of an earlier message are there to be read only.
  expect(await chat.page.locator(".choices button").allInnerTexts()).toEqual(["Today", "Tomorrow"]);
  expect(await chat.page.locator("ul.choices li").allInnerTexts()).toEqual(["Yes", "No"]);
  await choices.getByRole("button", { name: "Tomorrow" }).press("Enter");
  await chat.page.locator('.message[data-author="visitor"]', { hasText: "Tomorrow" }).waitFor();
  expect(await choices.count()).toBe(0);
  expect(await hasFocus(chat.page, ".scroller")).toBe(true);
  await expect
    .poll(() => chat.heard)
    .toEqual([{ type: "say", clientId: expect.any(String), content: { type: "choice", seq: 2, choice: 1 } }]);
  await chat.close();
});

test("an overtaken message comes in above, marked, while what is read stays in place and only it is read out", async () => {
  const chat = await openChat();
  const many = Array.from({ length: 60 }, (_, index) => message(index + 1, `Message ${index + 1}`));
  await chat.open(livechat);
  const { page } = chat;
  await page.getByRole("textbox", { name: "Write a message" }).waitFor();
  // What comes in rises to its place, and is still on its way there when the reader scrolls.
  await page.evaluate(`{
    const held = new CSSStyleSheet();
    held.replaceSync(".scroller * { animation-play-state: paused !important; }");
    document.adoptedStyleSheets = [held];
  }`);
  chat.tell(livechat, ...many);
  const read = page.locator(".message", { hasText: /^Message 30$/ });
  await page.locator(".message", { hasText: "Message 60" }).waitFor();
  // Not every browser holds the place by itself.
  await page.evaluate(`document.querySelector(".scroller").style.overflowAnchor = "none"`);
  await read.evaluate((element) => element.scrollIntoView({ block: "start" }));
  await page.locator(".to-end").waitFor();
  await page.evaluate(`document.getAnimations().forEach((animation) => animation.finish())`);
  const before = await read.boundingBox();
  await page.evaluate(`new MutationObserver((records) => {
    const added = records.flatMap(({ addedNodes }) => [...addedNodes]);
    document.title = added.map(({ textContent }) => textContent).join(" | ");
  }).observe(document.querySelector("[role=log]"), { childList: true, subtree: true })`);
  chat.tell(livechat, message(61, "An earlier word", { above: 20, at: noon + 600_000 }));
  await page.getByRole("button", { name: "1 new message" }).waitFor();
  expect(await page.title()).toBe("Arrived lateAn earlier word");
  expect((await read.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
  const order = await page.locator(".message").allInnerTexts();
  expect(order[order.indexOf("Message 20") - 1]).toContain("An earlier word");
  await chat.close();
});

test("a message that failed goes out again with one click; when the livechat is over, its text goes back to be written", async () => {
  const chat = await openChat();
  const failed = own(2, "My number is 12345", { delivery: "failed", failure: "Send it again in a moment." });
  await chat.open(livechat, notice(1, "connecting", "We are connecting you."), failed);
  const shown = chat.page.locator('.message[data-author="visitor"]');
  await shown.getByRole("button", { name: "Send again" }).press("Enter");
  await shown.getByText("Sending…").waitFor();
  expect(await hasFocus(chat.page, ".scroller")).toBe(true);
  await expect.poll(() => chat.heard).toEqual([{ type: "retry", seq: 2 }]);
  chat.tell(livechat, own(2, "My number is 12345", { delivery: "delivered" }));
  await shown.getByText("Delivered").waitFor();

  chat.tell({ mode: "bot" }, { ...failed, failure: "The chat is over." });
  await shown.getByRole("button", { name: "Use this text again" }).click();
  const input = chat.page.getByRole("textbox", { name: "Write a message" });
  await expect.poll(() => input.inputValue()).toBe("My number is 12345");
  await expect.poll(() => hasFocus(chat.page, "textarea")).toBe(true);
  expect(await shown.count()).toBe(1);
  expect(chat.heard).toHaveLength(1);
  await chat.close();
});

describe("accessibility", () => {
  test.each([
    { language: "en", colorScheme: "light", viewport: { width: 1280, height: 800 } },
    { language: "fr", colorScheme: "dark", viewport: { width: 390, height: 844 } },
  ] as const)("axe finds nothing in $language, $colorScheme", async ({ language, ...look }) => {
    const chat = await openChat({ ...look, bypassCSP: true }, language);
    await chat.open(
      { ...livechat, question: "nobody_came", operator: sara },
      notice(1, "connecting", "We are connecting you."),
      message(2, "You are number 2", { author: { ...sara, automatic: true } }),
      offer(3, "Is it urgent?", "Yes", "No"),
      own(4, "12345", { delivery: "failed", failure: "Send it again in a moment." }),
      offer(5, "When?", "Today", "Tomorrow"),
      message(6, "An earlier word", { above: 5 }),
    );
    await chat.page.locator(".question").waitFor();
    expect(await violations(chat.page)).toEqual([]);
    // Nothing sticks out.
    expect(await chat.page.evaluate("document.documentElement.scrollWidth")).toBe(look.viewport.width);
    await chat.close();
  });
});
