/**
 * The whole way, as the instructions tell it, with a fresh Zendesk account: what the bot manager collects in Admin
 * Center, types into the console and tests, and what the operator then finds in the workspace. Nothing is prepared
 * but the sample bot's knowledge.
 */
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../chromium.ts";
import { png } from "../system/files.ts";
import { adminPassword, type System, startSystem } from "../system/system.ts";
import { followStepTwo, goTo, type ZendeskValues } from "./admin-steps.ts";

let browser: Browser;
let system: System;
beforeAll(async () => {
  [browser, system] = await Promise.all([launchChromium(), startSystem({}, { link: false })]);
  system.emulator.reset("empty");
});
afterAll(async () => {
  await browser.close();
  await system.close();
});

async function open(url: string): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US" });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(url);
  return { page, errors };
}

/** Step 1: the escalation type, then the address that Zendesk needs. */
async function chooseZendesk(console: Page): Promise<string> {
  await console.locator("input[autocomplete=current-password]").fill(adminPassword);
  await console.getByRole("button", { name: "Log in" }).click();
  await console.getByRole("heading", { level: 1, name: "General" }).waitFor();
  await console.getByRole("link", { name: "External connector", exact: true }).click();
  return console.getByLabel("Webhook URL to provide to Zendesk").inputValue();
}

/** Step 1 B and the Update of Step 3. */
async function fillInAndUpdate(console: Page, values: ZendeskValues): Promise<void> {
  for (const [name, value] of Object.entries(values)) await console.locator(`#connector-${name}`).fill(value);
  await console.getByRole("button", { name: "Use mail as sender id" }).click();
  await console.getByRole("button", { name: "Update" }).click();
  await console.getByText("Groups created in Zendesk: Animal.").waitFor();
}

/** Step 3: "click on the group in question, then click the + button on the right next to the user". */
async function joinGroup(admin: Page, group: string, user: string): Promise<void> {
  await goTo(admin, "Persons", "Groups");
  await admin.getByRole("link", { name: group, exact: true }).click();
  await admin.getByRole("button", { name: `Add ${user}` }).click();
  await admin.getByRole("button", { name: `Remove ${user}` }).waitFor();
}

async function escalate(chatbox: FrameLocator, times: number): Promise<void> {
  const input = chatbox.getByRole("textbox", { name: "Write a message" });
  await input.fill("my cat is ill, can I talk to someone");
  await input.press("Enter");
  if (times === 1) {
    await message(chatbox, "bot", "e-mail").waitFor();
    await input.fill("ann@example.org");
    await input.press("Enter");
  }
  await expect.poll(() => chatbox.getByText("Someone will answer you here").count()).toBe(times);
}

function message(chatbox: FrameLocator, author: string, text: string | RegExp): Locator {
  return chatbox.locator(`.message[data-author="${author}"]`).filter({ hasText: text });
}

async function answer(workspace: Page, text: string): Promise<void> {
  const editor = workspace.getByRole("textbox", { name: "Reply" });
  await editor.fill(text);
  await editor.press("Enter");
}

test("from a fresh account to an operator's answer, by the notification and by the ticket list", async () => {
  const { page: console, errors: consoleErrors } = await open(`${system.url}/console/`);
  const webhookUrl = await chooseZendesk(console);
  expect(webhookUrl).toBe(`${system.url}/webhooks/zendesk/demo`);

  const { page: admin, errors: adminErrors } = await open(system.emulator.url);
  const values = await followStepTwo(admin, system.emulator.url, webhookUrl);
  await fillInAndUpdate(console, values);
  await joinGroup(admin, "Animal", "Alex Admin");
  // The group had nobody when it was made: the connector learns of its member at the next Update.
  await console.getByRole("button", { name: "Update" }).click();
  await console.getByRole("row", { name: /^Animal .*\b1$/u }).waitFor();

  const { page: site, errors: siteErrors } = await open(`${system.url}/preview/demo?language=en`);
  const chatbox = site.frameLocator("iframe");
  const { page: workspace, errors: workspaceErrors } = await open(`${system.emulator.url}/agent`);
  await workspace.getByRole("button", { name: /Alex Admin/u }).click();
  await message(chatbox, "bot", "Hello").waitFor();
  await escalate(chatbox, 1);

  // By the notification: the history is there, the ticket is in the group of the skill, text and file go out.
  await workspace
    .getByRole("button", { name: /New (conversation|message)/u })
    .first()
    .click();
  const log = workspace.getByRole("log");
  await log.locator('[data-author="visitor"]').getByText("ann@example.org").waitFor();
  await log.getByText("my cat is ill").waitFor();
  await expect.poll(() => workspace.getByRole("combobox", { name: "Group" }).innerText()).toContain("Animal");
  await answer(workspace, "Hello Ann, how is your cat?");
  await message(chatbox, "operator", "how is your cat").waitFor();
  await workspace
    .locator("input[type=file]")
    .setInputFiles({ name: "leaflet.png", mimeType: "image/png", buffer: png });
  await workspace.getByRole("button", { name: "Send", exact: true }).click();
  await chatbox.getByRole("img", { name: "leaflet.png" }).waitFor();
  await workspace.getByRole("button", { name: "End session" }).click();
  await workspace.getByRole("dialog").getByRole("button", { name: "End session" }).click();
  await chatbox.getByText("has ended the chat").waitFor();

  // By the ticket list.
  await workspace.goto(`${system.emulator.url}/agent`);
  await escalate(chatbox, 2);
  await workspace
    .getByRole("link", { name: /ann@example\.org/u })
    .first()
    .click();
  await answer(workspace, "Hello again, Ann.");
  await message(chatbox, "operator", "Hello again").waitFor();

  expect({ consoleErrors, adminErrors, siteErrors, workspaceErrors }).toEqual({
    consoleErrors: [],
    adminErrors: [],
    siteErrors: [],
    workspaceErrors: [],
  });
});
