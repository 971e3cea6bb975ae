/** The visitor's pages in a real browser, against the real server and the emulator. */
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContextOptions, Frame, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { maxFileBytes } from "../../src/protocol/chat.ts";
import { launchChromium } from "../chromium.ts";
import { type System, startSystem } from "../system/system.ts";

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

/** A page of its own, with everything that went wrong on it. */
async function openPage(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(system.url + path);
  return { context, page, chatbox: page.frameLocator("iframe"), errors };
}

function say(chatbox: FrameLocator, text: string): Promise<void> {
  const input = chatbox.getByRole("textbox", { name: "Write a message" });
  return input.fill(text).then(() => input.press("Enter"));
}

function innerFrame(page: Page): Frame {
  const frame = page.frames().at(-1);
  if (frame === undefined) throw new Error("the page has no frame");
  return frame;
}

async function violations(frame: Frame): Promise<unknown[]> {
  await frame.evaluate(axe);
  const found: unknown = await frame.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))",
  );
  return Array.isArray(found) ? found : [found];
}

const looks = [
  { colorScheme: "light", viewport: { width: 1280, height: 800 }, path: "en" },
  { colorScheme: "dark", viewport: { width: 390, height: 844 }, path: "fr" },
] as const;

describe("the chatbox on the preview page", () => {
  test("a question is answered, and a reload brings everything back once", async () => {
    const { context, page, chatbox, errors } = await openPage("/preview/demo?language=en");
    const greeting = chatbox.locator('.message[data-author="bot"]');
    await greeting.first().waitFor();
    await say(chatbox, "What are your opening hours?");
    await chatbox.locator('.message[data-author="visitor"][data-state="sent"]').waitFor();
    await greeting.nth(1).waitFor();
    const before = await chatbox.getByRole("log").innerText();
    expect(before).toContain("Monday to Friday");
    await page.reload();
    await greeting.nth(1).waitFor();
    expect(await chatbox.getByRole("log").innerText()).toBe(before);
    expect(errors).toEqual([]);
    await context.close();
  });

  test("a message of several lines is shown in lines", async () => {
    const { context, chatbox } = await openPage("/preview/demo?language=en");
    await say(chatbox, "one\ntwo\n\nfour");
    const bubble = chatbox.locator('.message[data-author="visitor"][data-state="sent"] .bubble');
    await bubble.waitFor();
    expect(await bubble.innerText()).toBe("one\ntwo\n\nfour");
    await context.close();
  });

  test("an empty or too long message is refused in words and nothing is sent", async () => {
    const { context, chatbox } = await openPage("/preview/demo?language=en");
    await chatbox.locator('.message[data-author="bot"]').first().waitFor();
    await say(chatbox, "   ");
    await chatbox.getByRole("alert").getByText("Write something first.").waitFor();
    await say(chatbox, "x".repeat(4001));
    await chatbox.getByRole("alert").getByText("1 character too long").waitFor();
    await chatbox.getByRole("textbox").fill("x".repeat(3990));
    await chatbox.getByText("10 characters left").waitFor();
    expect(await chatbox.locator('.message[data-author="visitor"]').count()).toBe(0);
    await context.close();
  });

  test("a file that is too large is refused before it is sent", async () => {
    const { context, chatbox } = await openPage("/preview/demo?language=en");
    await chatbox.locator('.message[data-author="bot"]').first().waitFor();
    // On disk, where the browser finds it: what is given as bytes goes through the debugging protocol first.
    const folder = await mkdtemp(join(tmpdir(), "chatbox-"));
    const film = join(folder, "film.mp4");
    await writeFile(film, "");
    await truncate(film, maxFileBytes + 1);
    await chatbox.locator("input[type=file]").setInputFiles(film);
    await chatbox.getByRole("alert").getByText("“film.mp4” is too large").waitFor();
    expect(await chatbox.locator(".staged-file").count()).toBe(0);
    await rm(folder, { recursive: true });
    await context.close();
  });

  test("starting over begins a new conversation", async () => {
    const { context, page, chatbox } = await openPage("/preview/demo?language=en");
    await chatbox.locator('.message[data-author="bot"]').first().waitFor();
    await say(chatbox, "What are your opening hours?");
    await chatbox.locator('.message[data-author="visitor"]').waitFor();
    await page.getByRole("button", { name: "Start over" }).click();
    await chatbox.locator('.message[data-author="visitor"]').waitFor({ state: "detached" });
    await chatbox.locator('.message[data-author="bot"]').first().waitFor();
    expect(await chatbox.locator(".message").count()).toBe(1);
    await context.close();
  });

  test("long-poll carries the conversation where no websocket gets through", async () => {
    const { context, page, chatbox } = await openPage("/");
    await page.routeWebSocket(/\/api\/chat$/, (socket) => socket.close());
    await page.goto(`${system.url}/preview/demo?language=en`);
    await chatbox.locator('.message[data-author="bot"]').first().waitFor();
    await say(chatbox, "What are your opening hours?");
    await chatbox.locator('.message[data-author="bot"]').nth(1).waitFor();
    expect(await chatbox.locator(".message").count()).toBe(3);
    await context.close();
  });
});

describe("on a customer's page with a strict content policy", () => {
  test("the launcher opens, Escape closes, and the focus goes along", async () => {
    const { context, page, errors } = await openPage("/");
    await page.route("**/customer", (route) =>
      route.fulfill({
        contentType: "text/html",
        headers: {
          "content-security-policy": `default-src 'none'; script-src ${system.url}; frame-src ${system.url}`,
        },
        body: `<!doctype html><html lang="fr"><title>Boutique</title><p>Bienvenue</p>
          <script src="${system.url}/chatbox/loader.js" data-channel="demo" async></script></html>`,
      }),
    );
    await page.goto(`${system.url}/customer`);
    const launcher = page.getByRole("button", { name: "Ouvrir la discussion" });
    await launcher.press("Enter");
    const chatbox = page.frameLocator("iframe");
    const input = chatbox.getByRole("textbox", { name: "Écrire un message" });
    await chatbox.locator('[role="log"] .message').first().waitFor();
    await expect.poll(() => input.evaluate((box) => box.matches(":focus"))).toBe(true);
    expect(await page.locator("iframe").boundingBox()).toMatchObject({ width: 400 });
    await input.press("Escape");
    await page.locator("iframe").waitFor({ state: "hidden" });
    await expect.poll(() => launcher.evaluate((button) => button.matches(":focus"))).toBe(true);
    expect(errors).toEqual([]);
    await context.close();
  });
});

test("the chatbox's script is at most 30 kB on the wire", async () => {
  const page = await (await fetch(`${system.url}/chatbox/demo`)).text();
  const script = /src="([^"]+\.js)"/.exec(page)?.[1] ?? "";
  const source = await (await fetch(system.url + script)).arrayBuffer();
  expect(gzipSync(source).byteLength).toBeLessThan(30_000);
});

describe("accessibility", () => {
  test.each(looks)("axe finds nothing in $path, $colorScheme", async ({ path, ...look }) => {
    const { context, page, chatbox } = await openPage(`/preview/demo?language=${path}`, {
      ...look,
      locale: path,
      bypassCSP: true,
      reducedMotion: "reduce",
    });
    await chatbox.locator('.message[data-author="bot"]').first().waitFor();
    await chatbox.getByRole("textbox").fill("Bonjour");
    await chatbox.getByRole("textbox").press("Enter");
    await chatbox.locator('.message[data-author="bot"]').nth(1).waitFor();
    expect(await violations(innerFrame(page))).toEqual([]);
    expect(await violations(page.mainFrame())).toEqual([]);
    await page.goto(`${system.url}/`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await violations(page.mainFrame())).toEqual([]);
    await context.close();
  });
});
