/**
 * The journey a person can follow, in a real browser: visitor's preview page on one side, operator's page on the
 * other, real server and emulator between them.
 */
import { mkdir } from "node:fs/promises";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../chromium.ts";
import { png } from "../system/files.ts";
import { type System, startSystem } from "../system/system.ts";

let browser: Browser;
let system: System;
/** Set to a folder, each stage leaves a screenshot there. */
const shots = process.env["SCREENSHOTS"];

beforeAll(async () => {
  [browser, system] = await Promise.all([launchChromium(), startSystem()]);
});
afterAll(async () => {
  await browser.close();
  await system.close();
});

/** "Within a second", with what a busy machine with two cores adds: the wait is bounded, the claim is measured apart. */
const soonMs = 5_000;

async function shot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png` });
}

async function open(url: string): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(url);
  return { page, errors };
}

async function say(chatbox: FrameLocator, text: string): Promise<void> {
  const input = chatbox.getByRole("textbox", { name: "Write a message" });
  await input.fill(text);
  await input.press("Enter");
}

async function reply(workspace: Page, text: string): Promise<void> {
  await workspace.getByRole("textbox", { name: "Reply" }).fill(text);
  await workspace.getByRole("textbox", { name: "Reply" }).press("Enter");
}

function message(chatbox: FrameLocator, author: string, text: string | RegExp): Locator {
  return chatbox.locator(`.message[data-author="${author}"]`).filter({ hasText: text });
}

/** The width of an image that was really loaded, in its own pixels. */
function naturalWidth(image: Locator): Promise<unknown> {
  return image.evaluate((node: object) => ("naturalWidth" in node ? node.naturalWidth : undefined));
}

test("from the preview page to an operator and back, twice", async () => {
  const { page: site, errors: siteErrors } = await open(`${system.url}/preview/demo?language=en`);
  const chatbox = site.frameLocator("iframe");
  const { page: workspace, errors: workspaceErrors } = await open(`${system.emulator.url}/agent`);
  await workspace.getByRole("button", { name: /Camille Laurent/ }).click();

  // The bot answers, then asks for the e-mail, then connects.
  await message(chatbox, "bot", "Hello").waitFor();
  await say(chatbox, "What are your opening hours?");
  await message(chatbox, "bot", "Monday to Friday").waitFor();
  await say(chatbox, "my cat is ill, can I talk to someone");
  await message(chatbox, "bot", "e-mail").waitFor();
  await say(chatbox, "ann@example.org");
  await chatbox.getByText("Someone will answer you here").waitFor();
  await shot(site, "1-connected");

  // The operator is notified, opens the ticket from the notification, and reads everything in its order.
  await workspace
    .getByRole("button", { name: /New (conversation|message)/ })
    .first()
    .click();
  const log = workspace.getByRole("log");
  await log.locator('[data-author="visitor"]').getByText("ann@example.org").waitFor();
  const read = await log.innerText();
  const order = [
    "Hello",
    "What are your opening hours?",
    "Monday to Friday",
    "my cat is ill",
    "ann@example.org",
  ].map((words) => read.lastIndexOf(words));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order).not.toContain(-1);
  expect(read).toContain("not verified: mail = ann@example.org");
  await expect.poll(() => workspace.getByRole("combobox", { name: "Group" }).innerText()).toContain("Animal");
  await workspace.getByText("Stated by the visitor, not verified").first().waitFor();
  await shot(workspace, "2-ticket");

  // Text, picture and PDF come to the visitor while he watches.
  await reply(workspace, "Hello Ann, how is your cat?");
  await message(chatbox, "operator", "how is your cat").waitFor({ timeout: soonMs });
  await workspace.locator("input[type=file]").setInputFiles([
    { name: "leaflet.png", mimeType: "image/png", buffer: png },
    { name: "leaflet.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") },
  ]);
  await workspace.getByRole("button", { name: "Send" }).click();
  const picture = chatbox.getByRole("img", { name: "leaflet.png" });
  await picture.waitFor({ timeout: soonMs });
  await expect.poll(() => naturalWidth(picture)).toBe(2);
  const pdf = chatbox.getByRole("link", { name: /leaflet\.pdf/ });
  await pdf.waitFor({ timeout: soonMs });
  const downloaded = site.waitForEvent("download");
  await pdf.click();
  expect((await downloaded).suggestedFilename()).toBe("leaflet.pdf");
  await shot(site, "3-livechat");

  // A reload in the middle: the same conversation, each message once.
  const before = await chatbox.getByRole("log").innerText();
  await site.reload();
  await message(chatbox, "operator", "how is your cat").waitFor();
  await expect.poll(() => chatbox.getByRole("log").innerText()).toBe(before);

  // The visitor's answer and file reach the operator.
  await say(chatbox, "She does not eat.");
  await chatbox
    .locator("input[type=file]")
    .setInputFiles({ name: "cat.png", mimeType: "image/png", buffer: png });
  await chatbox.getByRole("button", { name: "Send" }).click();
  await log.locator('[data-author="visitor"]').getByText("She does not eat.").waitFor({ timeout: soonMs });
  await log.getByRole("img", { name: "cat.png" }).waitFor({ timeout: soonMs });
  await chatbox
    .locator('.message[data-author="visitor"][data-state="delivered"]')
    .filter({ hasText: "She does not eat." })
    .waitFor();
  await shot(workspace, "4-answered");

  // The operator ends; the visitor is told; the bot answers again.
  await workspace.getByRole("button", { name: "End session" }).click();
  await workspace.getByRole("dialog").getByRole("button", { name: "End session" }).click();
  await chatbox.getByText("has ended the chat").waitFor({ timeout: soonMs });
  await say(chatbox, "Where are you?");
  await expect.poll(() => chatbox.locator('.message[data-author="bot"]').count()).toBeGreaterThanOrEqual(5);
  await shot(site, "5-bot-again");

  // A second escalation is a second ticket.
  await say(chatbox, "my cat is ill, can I talk to someone");
  await expect.poll(() => chatbox.getByText("Someone will answer you here").count()).toBe(2);
  await workspace
    .getByRole("button", { name: /New (conversation|message)/ })
    .first()
    .click();
  await expect.poll(() => new URL(workspace.url()).pathname).toBe("/agent/tickets/2");
  await reply(workspace, "Hello again, Ann.");
  await message(chatbox, "operator", "Hello again").waitFor({ timeout: soonMs });

  expect({ siteErrors, workspaceErrors }).toEqual({ siteErrors: [], workspaceErrors: [] });
});
