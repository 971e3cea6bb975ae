/** Connecting an account and making a skill as a bot manager does it, in a real browser under the real policy. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { launchChromium } from "../chromium.ts";
import { adminPassword, type System, startSystem } from "../system/system.ts";

let browser: Browser;
let system: System;
let axe = "";

beforeAll(async () => {
  browser = await launchChromium();
  system = await startSystem({}, { link: false });
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
afterAll(async () => {
  await system.close();
  await browser.close();
});

/** A page, and what the browser complained about on it besides answers that are errors on purpose. */
async function open(options: BrowserContextOptions) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(message.text());
    }
  });
  await page.goto(`${system.url}/console/`);
  await page.locator("input[autocomplete=current-password]").waitFor();
  return { context, page, complaints };
}

async function logIn(page: Page, button: string): Promise<void> {
  await page.locator("input[autocomplete=current-password]").fill(adminPassword);
  await page.getByRole("button", { name: button }).click();
}

const axeResult = z.object({
  passes: z.array(z.unknown()),
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const { passes, violations } = axeResult.parse(await page.evaluate("axe.run()"));
  expect(passes.length).toBeGreaterThan(10);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
}

const field = (page: Page, name: string) => page.locator(`#connector-${name}`);

async function fillIn(page: Page): Promise<void> {
  const known = system.emulator.credentials();
  const { appId, integrationId, keyId, keySecret, email, apiToken } = known;
  const values = { domain: system.emulator.url, appId, integrationId, keyId, keySecret, email, apiToken };
  for (const [name, value] of Object.entries(values)) await field(page, name).fill(value ?? "");
}

async function createGroupInZendesk(name: string): Promise<void> {
  const { email, apiToken } = system.emulator.credentials();
  const answer = await fetch(`${system.emulator.url}/api/v2/groups`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${email}/token:${apiToken}`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ group: { name } }),
  });
  expect(answer.status).toBe(201);
}

describe("the console", () => {
  test("from the login to a linked account with the skill's group", async () => {
    await system.app.store.bots.save({ id: "demo", name: "Pip", escalationType: "NONE" });
    const { page, complaints } = await open({ locale: "en-GB", viewport: { width: 1280, height: 900 } });

    await page.locator("input[autocomplete=current-password]").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("The user name or the password is not right.").waitFor();
    await logIn(page, "Log in");

    await page.getByRole("heading", { level: 1, name: "General" }).waitFor();
    await expectAccessible(page);
    const connectorLink = page.getByRole("link", { name: "External connector", exact: true });
    expect(await connectorLink.count()).toBe(0);
    await page.getByRole("combobox", { name: "Escalation type" }).click();
    await page.getByRole("option", { name: "ZENDESK" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await connectorLink.click();

    const webhookUrl = page.getByLabel("Webhook URL to provide to Zendesk");
    expect(await webhookUrl.inputValue()).toBe(`${system.url}/webhooks/zendesk/demo`);
    const update = page.getByRole("button", { name: "Update" });
    await update.click();
    await page.getByText("Nothing was saved: 7 fields need another look.").waitFor();
    await expectAccessible(page);

    await fillIn(page);
    await field(page, "appId").fill("mistyped");
    await update.click();
    await page.getByText("This account has no app with this id.").waitFor();
    // The keyboard is at the blamed field, whose error is read with it.
    const described = await page.evaluate(`
      const ids = document.activeElement.getAttribute("aria-describedby").split(" ");
      const words = ids.map((id) => document.getElementById(id)?.textContent).join(" ");
      document.activeElement.id + ": " + words;
    `);
    expect(described).toMatch(/^connector-appId: .*This account has no app with this id/u);

    // Refused as a pair: the reading begins at the likelier of the two.
    await fillIn(page);
    await field(page, "apiToken").fill("mistyped");
    await update.click();
    await page.getByText("If the token is right: no user of this account").waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe("connector-apiToken");

    await fillIn(page);
    await page.getByRole("button", { name: "Use mail as sender id" }).click();
    await page.keyboard.press("Tab");
    await update.press("Enter");
    await page.getByText("Groups created in Zendesk: Animal.").waitFor();
    expect(await field(page, "keySecret").inputValue()).toBe("");
    expect(await field(page, "keySecret").getAttribute("placeholder")).toBe("Stored. Leave empty to keep it");
    await expectAccessible(page);
    await page.reload();
    await page.getByText(/^Checked with Zendesk on /u).waitFor();
    expect(await field(page, "senderId").inputValue()).toBe("mail");
    expect(complaints).toEqual([]);
  });

  test("a skill is created, used by the next Update, and deleted, on a phone in French and dark", async () => {
    await system.app.store.bots.save({ id: "demo", name: "Pip", escalationType: "ZENDESK" });
    const phone = { viewport: { width: 390, height: 844 }, colorScheme: "dark" } as const;
    const { page, complaints } = await open({ locale: "fr-FR", ...phone });
    await expectAccessible(page);
    await logIn(page, "Se connecter");
    const go = async (name: string) => {
      await page.getByRole("button", { name: "Menu" }).click();
      await expectAccessible(page);
      await page.getByRole("link", { name, exact: true }).click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
    };
    await go("Compétences");
    await page.getByRole("button", { name: "Ajouter" }).click();
    await page.keyboard.type("Retours");
    await page.getByRole("button", { name: "Créer la compétence" }).click();
    await page
      .getByText("La compétence « Retours » est créée.".replaceAll(/(?<=«) | (?=»)/gu, "\u00a0"))
      .waitFor();
    await expectAccessible(page);

    await go("Connecteur externe");
    await fillIn(page);
    await page.getByRole("button", { name: "Mettre à jour" }).click();
    await page.getByText(/Groupes créés dans Zendesk.*Retours/u).waitFor();
    await expectAccessible(page);

    await go("Compétences");
    await page.getByRole("button", { name: "Supprimer Retours" }).click();
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
    await page.getByRole("cell", { name: "Retours", exact: true }).waitFor({ state: "detached" });
    expect(complaints).toEqual([]);
  });

  test("how livechats end is chosen, and a wrong number is not saved", async () => {
    await system.app.store.bots.save({ id: "demo", name: "Pip", escalationType: "ZENDESK" });
    const { page, complaints } = await open({ locale: "en-GB" });
    await logIn(page, "Log in");
    await page.getByRole("link", { name: "When a livechat ends", exact: true }).click();
    const minutes = page.getByLabel("Minutes without an answer");
    await minutes.fill("ten");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Enter a whole number from 0 to 10,080.").waitFor();
    await expectAccessible(page);
    await minutes.fill("0");
    await page.getByText("Solve the ticket", { exact: true }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.", { exact: true }).waitFor();
    expect((await system.app.store.connectors.findByBot("demo"))?.ends).toEqual({
      solveOnLeave: false,
      solvedEndsAfterMs: 0,
    });
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "When a livechat ends" }).waitFor();
    expect(await minutes.inputValue()).toBe("0");
    expect(await page.getByRole("checkbox", { name: "Solve the ticket" }).isChecked()).toBe(false);
    expect(complaints).toEqual([]);
  });

  test("the address of a bot that does not exist leads to one that does", async () => {
    const { page } = await open({ locale: "en-GB" });
    await logIn(page, "Log in");
    await page.getByRole("heading", { level: 1, name: "General" }).waitFor();
    await page.goto(`${system.url}/console/nobody/preferences/livechat/connector`);
    await page.getByRole("heading", { level: 1, name: "General" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/console/demo/preferences/bot/general");
  });

  test("when the session ends, what was typed stays under the login", async () => {
    await system.app.store.bots.save({ id: "demo", name: "Pip", escalationType: "ZENDESK" });
    const { context, page } = await open({ locale: "en-GB" });
    await logIn(page, "Log in");
    await page.getByRole("link", { name: "External connector", exact: true }).click();
    await field(page, "domain").fill("acme.zendesk.com");
    await context.clearCookies();
    await page.getByRole("button", { name: "Update" }).click();
    await page.getByRole("dialog").getByText("Your session has ended.").waitFor();
    await logIn(page, "Log in");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await field(page, "domain").inputValue()).toBe("acme.zendesk.com");
  });

  test("a skill whose name several groups have is not said to have its group; what is typed meanwhile stays", async () => {
    await system.app.store.bots.save({ id: "demo", name: "Pip", escalationType: "ZENDESK" });
    await system.app.store.bots.addSkill({ id: "twins", botId: "demo", name: "Twins" });
    onTestFinished(() => system.app.store.bots.removeSkill("demo", "twins"));
    await createGroupInZendesk("Twins");
    await createGroupInZendesk("Twins");
    const { page } = await open({ locale: "en-GB" });
    await logIn(page, "Log in");
    await page.getByRole("link", { name: "External connector", exact: true }).click();
    await fillIn(page);
    await page.getByRole("button", { name: "Update" }).click();
    await page.getByText("Several groups are called “Twins”").waitFor();
    expect(await page.getByText("Every skill already had its group.").count()).toBe(0);
    expect(await page.getByRole("row", { name: "Twins" }).innerText()).toContain("Not chosen yet");
    await expectAccessible(page);

    await field(page, "keyId").fill("typed, not sent");
    await page.getByRole("button", { name: "Use this group" }).click();
    await page.getByText("Several groups are called “Twins”").waitFor({ state: "detached" });
    expect(await field(page, "keyId").inputValue()).toBe("typed, not sent");
    await page.getByText("Changes not saved yet.").waitFor();
  });

  test("Zendesk out of reach: Save unchecked is offered and does it", async () => {
    await system.app.store.bots.save({ id: "demo", name: "Pip", escalationType: "ZENDESK" });
    const { page } = await open({ locale: "en-GB" });
    await logIn(page, "Log in");
    await page.getByRole("link", { name: "External connector", exact: true }).click();
    await fillIn(page);
    system.emulator.faults.add({ path: "/", action: "drop", times: 100 });
    onTestFinished(() => system.emulator.faults.clear());
    await page.getByRole("button", { name: "Update" }).click();
    await page.getByRole("button", { name: "Save unchecked" }).click();
    await page.getByText("Saved without a check.").waitFor();
    expect((await system.app.store.connectors.load("demo"))?.state).toBe("unchecked");
    await expectAccessible(page);
  });
});
