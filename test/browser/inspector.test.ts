/** The emulator's inspector in a real browser: what happened is seen, faults are added and seen to strike. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { startEmulator, startReceiver } from "../../emulator/harness.ts";
import { realClock } from "../../emulator/index.ts";
import { launchChromium } from "../chromium.ts";

let browser: Browser;
let axe = "";
beforeAll(async () => {
  browser = await launchChromium();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
afterAll(() => browser.close());

const bot = { type: "business", displayName: "Bot" };

/** An account in which something has happened, and the inspector of it. */
async function open(options: BrowserContextOptions) {
  const receiver = await startReceiver([200, 500]);
  onTestFinished(() => receiver.close());
  const zendesk = await startEmulator({ demoWebhookTarget: receiver.url, clock: realClock() });
  onTestFinished(() => zendesk.emulator.close());
  const { conversationId } = await zendesk.open();
  await zendesk.post(conversationId, bot, "My cat is ill");
  await zendesk.post(conversationId, bot, "She does not eat");
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  await page.goto(`${zendesk.emulator.url}/inspector`);
  await page.getByRole("button", { name: /Alex Admin/u }).click();
  await page.goto(`${zendesk.emulator.url}/inspector`);
  return { page, complaints, zendesk, receiver, conversationId };
}

const axeResult = z.object({
  passes: z.array(z.unknown()),
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

async function expectAccessible(page: Page): Promise<void> {
  if ((await page.evaluate("typeof axe")) === "undefined") await page.evaluate(axe);
  // What fades in has its colours at the end.
  await page.evaluate("Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => 0)))");
  const { passes, violations } = axeResult.parse(await page.evaluate("axe.run()"));
  expect(passes.length).toBeGreaterThan(10);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
}

test("what was written and sent is seen, sent again, and goes wrong as asked", async () => {
  const { page, complaints, zendesk, receiver, conversationId } = await open({
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
  });
  await page.getByPlaceholder("Filter by path or text").fill("cat is ill");
  const line = page.getByRole("button", { name: /POST \/conversations/u });
  await expect.poll(() => line.count()).toBe(1);
  await line.click();
  await page.getByRole("group", { name: "Request" }).getByText('"My cat is ill"').waitFor();
  await expectAccessible(page);

  await page.getByRole("tab", { name: "Webhooks" }).click();
  await page.getByRole("button", { name: /conversation:message.*Waiting/su }).click();
  await page.getByRole("cell", { name: "500" }).waitFor();
  await page.getByRole("button", { name: "Send again" }).click();
  await receiver.until((all) => all.filter(({ method }) => method === "POST").length === 3);
  await expectAccessible(page);
  const before = zendesk.emulator.clock.now();
  await page.getByRole("button", { name: "+15 min" }).click();
  await receiver.until((all) => all.filter(({ method }) => method === "POST").length === 4);
  expect(zendesk.emulator.clock.now() - before).toBeGreaterThanOrEqual(15 * 60_000);

  await page.getByRole("tab", { name: "Faults" }).click();
  await page.getByText("Everything works as it should").waitFor();
  await page.getByLabel("What happens").selectOption("acceptThenStatus");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("Struck 0 of 1 times").waitFor();
  const answer = await zendesk.sc("POST", `/conversations/${conversationId}/messages`, {
    author: bot,
    content: { type: "text", text: "lost" },
  });
  expect(answer.status).toBe(502);
  await page.getByText("Struck once, and is done").waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Remove:/u }).click();
  await page.getByText("Everything works as it should").waitFor();
  expect(complaints).toEqual([]);
});

test("on a phone, in French and in the dark, with the keyboard: saved, started over, and gone back", async () => {
  const { page, complaints, zendesk } = await open({
    viewport: { width: 390, height: 844 },
    locale: "fr-FR",
    colorScheme: "dark",
  });
  await page.getByRole("button", { name: /POST \/users/u }).press("Enter");
  await page.getByRole("heading", { name: "POST /users" }).waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Revenir à la liste" }).press("Enter");

  const choose = async (item: RegExp) => {
    await page.getByRole("button", { name: "Compte" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await choose(/Enregistrer un instantané/u);
  await page.getByText("Le compte est conservé").waitFor();
  await choose(/compte de démonstration/u);
  await page.getByRole("dialog").getByText("Tout recommencer").waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Recommencer" }).press("Enter");
  await page.getByText("Rien n’a encore été écrit").waitFor();
  expect(zendesk.emulator.ledger()).toEqual([]);
  await choose(/Revenir à/u);
  await page.getByRole("button", { name: "Revenir", exact: true }).press("Enter");
  await page.getByRole("button", { name: /POST \/users/u }).waitFor();
  expect(zendesk.emulator.ledger()).toHaveLength(4);
  expect(complaints).toEqual([]);
});
