/** The emulator's Admin Center in a real browser: the instructions to the letter, and that what they give works. */
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { startEmulator, startReceiver, textAt } from "../../emulator/harness.ts";
import { realClock } from "../../emulator/index.ts";
import { type AdminWords, en } from "../../emulator/pages/admin-center/words/en.ts";
import { fr } from "../../emulator/pages/admin-center/words/fr.ts";
import { launchChromium } from "../chromium.ts";
import { createApiToken, followStepTwo, goTo, openAdminCenter, shownValue, tick } from "./admin-steps.ts";

let browser: Browser;
let axe = "";
/** Set to a folder, each stage leaves a screenshot there. */
const shots = process.env["SCREENSHOTS"];

beforeAll(async () => {
  browser = await launchChromium();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
afterAll(() => browser.close());

async function start(seed: "empty" | "demo" = "empty") {
  const zendesk = await startEmulator({ seed, clock: realClock() });
  onTestFinished(() => zendesk.emulator.close());
  return zendesk;
}

/** A page, and what the browser complained about on it. */
async function open(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-US",
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  return { page, complaints };
}

async function shot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png` });
}

const axeResult = z.object({
  passes: z.array(z.unknown()),
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

async function expectAccessible(page: Page): Promise<void> {
  if ((await page.evaluate("typeof axe")) === "undefined") await page.evaluate(axe);
  // What fades in has its colours at the end.
  await page.evaluate("Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => 0)))");
  const { passes, violations } = axeResult.parse(await page.evaluate("axe.run('main')"));
  expect(passes.length).toBeGreaterThan(10);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
}

const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
  "content-type": "application/json",
});

test("Step 2 to the letter, and every value that it gives works", async () => {
  const { emulator, call } = await start();
  const receiver = await startReceiver();
  onTestFinished(receiver.close);
  const { page, complaints } = await open();
  const values = await followStepTwo(page, emulator.url, receiver.url);

  // The domain is what the address bar shows, and the ids and the e-mail are the account's.
  expect(values).toMatchObject({ domain: emulator.url, email: "admin@example.com" });
  expect(values.keyId).toMatch(/^app_/u);
  await receiver.until((all) => all.some(({ method, path }) => method === "HEAD" && path === "/"));

  // Support by e-mail and token, Sunshine Conversations by the key.
  const support = basic(`${values.email}/token`, values.apiToken);
  const me = await call("GET", "/api/v2/users/me", undefined, support);
  expect(me.body).toMatchObject({ user: { email: values.email } });
  const conversations = basic(values.keyId, values.keySecret);
  const app = `/sc/v2/apps/${values.appId}`;
  const webhooks = await call(
    "GET",
    `${app}/integrations/${values.integrationId}/webhooks`,
    undefined,
    conversations,
  );
  expect(webhooks.body).toMatchObject({
    webhooks: [
      {
        target: receiver.url,
        triggers: ["conversation:message"],
        includeFullUser: true,
        includeFullSource: true,
      },
    ],
  });
  const secret = textAt(webhooks.body, "webhooks.0.secret");

  // A message arrives at the webhook with the shared secret.
  const user = await call("POST", `${app}/users`, { externalId: "visitor" }, conversations);
  const userId = textAt(user.body, "user.id");
  const made = await call(
    "POST",
    `${app}/conversations`,
    { type: "personal", participants: [{ userId }] },
    conversations,
  );
  await call(
    "POST",
    `${app}/conversations/${textAt(made.body, "conversation.id")}/messages`,
    { author: { type: "user", userId }, content: { type: "text", text: "Hello" } },
    conversations,
  );
  await receiver.until((all) => all.some(({ method }) => method === "POST"));
  const delivered = receiver.received.find(({ method }) => method === "POST");
  expect(delivered?.key).toBe(secret);
  expect(delivered?.body).toMatchObject({
    events: [{ type: "conversation:message", payload: { message: { content: { text: "Hello" } } } }],
  });

  // The integration's page shows that delivery.
  await goTo(page, "Apps and Integrations", "Conversation Integrations");
  await page.getByRole("link", { name: "Dydu livechat" }).click();
  await page.getByRole("tab", { name: "Deliveries" }).click();
  await page
    .getByRole("row", { name: /conversation:message.*Delivered/u })
    .first()
    .waitFor();
  await shot(page, "deliveries");
  expect(complaints).toEqual([]);
});

test("secrets are copied from their dialog and shown there only", async () => {
  const { emulator, call } = await start();
  const { page } = await open();
  await openAdminCenter(page, emulator.url);
  await goTo(page, "Apps and Integrations", "Conversation API");
  await page.getByRole("button", { name: "Create an API key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Next" }).click();
  await dialog.getByText("Enter a name.").waitFor();
  await expect.poll(() => page.evaluate("document.activeElement.name")).toBe("name");
  await page.keyboard.type("Connector");
  await page.keyboard.press("Enter");
  const secret = await shownValue(page, "Secret key");
  await dialog.getByRole("button", { name: "Copy Secret key" }).click();
  await dialog.getByText("Copied").waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(secret);
  // Neither Escape nor a click beside it loses what is told once.
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  expect(await shownValue(page, "Secret key")).toBe(secret);
  await shot(page, "key-secret");
  await dialog.getByRole("button", { name: "Next" }).click();
  await page.getByRole("cell", { name: "Connector", exact: true }).waitFor();
  await page.reload();
  await page.getByRole("cell", { name: "Connector", exact: true }).waitFor();
  expect(await page.content()).not.toContain(secret);

  await page.getByRole("button", { name: "Delete Connector", exact: true }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("cell", { name: "Connector", exact: true }).waitFor({ state: "detached" });
  const { appId } = emulator.credentials();
  expect((await call("GET", `/sc/v2/apps/${appId}`, undefined, basic("app_x", secret))).status).toBe(401);
});

test("a webhook address that Zendesk would refuse is blamed beside its field", async () => {
  const { emulator } = await start();
  const { page } = await open();
  await openAdminCenter(page, emulator.url);
  await goTo(page, "Apps and Integrations", "Conversation Integrations");
  await page.getByRole("button", { name: "Create an integration" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Chatbot");
  const target = page.getByRole("textbox", { name: "Webhook endpoint URL" });
  await target.fill("http://bms.example.com/hook");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The address has to begin with https://.").waitFor();
  await expect.poll(() => page.evaluate("document.activeElement.name")).toBe("target");
  await shot(page, "integration-refused");
  await target.fill("http://127.0.0.1:9/hook");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Choose at least one event.").waitFor();
  await tick(page, "Conversation message");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Next" }).click();
  // Nobody listens there: the check that ran on save says so.
  await page.getByRole("tab", { name: "Webhook" }).click();
  await page.getByRole("tabpanel").getByText("its server could not be reached").waitFor();
  await shot(page, "integration-webhook");

  await page.getByRole("tab", { name: "Details" }).click();
  await page.getByRole("button", { name: "Delete integration" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete integration" }).click();
  await page.getByText("No integration yet").waitFor();
});

test("API tokens are refused while the box is not checked", async () => {
  const { emulator, call } = await start();
  const { page } = await open();
  await openAdminCenter(page, emulator.url);
  const { apiToken, email } = await createApiToken(page, "BMS");
  const groups = () => call("GET", "/api/v2/groups", undefined, basic(`${email}/token`, apiToken));
  expect((await groups()).status).toBe(200);
  await tick(page, "Allow API token access", false);
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => (await groups()).status).toBe(401);
  await goTo(page, "Apps and Integrations", "API Tokens");
  await page.getByText("API tokens are refused at present").waitFor();
});

test("a group that the API made appears, and its first member is added with +", async () => {
  const { emulator, api } = await start();
  emulator.configure({ apiTokenAccess: true });
  const { page, complaints } = await open();
  await openAdminCenter(page, emulator.url);
  await goTo(page, "Persons", "Team members");
  await page.getByRole("button", { name: "Add team member" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Camille Laurent");
  await dialog.getByRole("textbox", { name: "Email address" }).fill("camille@example.com");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("Camille Laurent can sign in now.").waitFor();
  await page.getByLabel("Availability of Camille Laurent").selectOption("online");

  await goTo(page, "Persons", "Groups");
  const made = await api("POST", "/groups", { group: { name: "Animal" } });
  const row = page.getByRole("row", { name: /Animal/u });
  await row.getByText("Nobody").waitFor();
  await shot(page, "groups");
  await row.getByRole("link", { name: "Animal" }).click();
  await page.getByRole("button", { name: "Add Camille Laurent" }).click();
  await page.getByText("Camille Laurent was added.").waitFor();
  await shot(page, "group");
  const memberships = await api("GET", `/groups/${textId(made.body)}/memberships`);
  expect(memberships.body).toMatchObject({ group_memberships: [{ default: false }] });
  await page.getByRole("button", { name: "Remove Camille Laurent" }).click();
  await page.getByText("A ticket cannot be assigned to a group without anybody.").waitFor();

  await page.getByRole("button", { name: "Edit group" }).click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Animals");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 2, name: "Animals" }).waitFor();
  await page.getByRole("button", { name: "Delete group" }).click();
  await dialog.getByRole("button", { name: "Delete group" }).click();
  await page.getByRole("heading", { level: 2, name: "Groups" }).waitFor();
  expect(await page.getByRole("row", { name: /Animal/u }).count()).toBe(0);
  expect(complaints).toEqual([]);
});

const textId = (body: unknown) => z.object({ group: z.object({ id: z.number() }) }).parse(body).group.id;

test("agents do not get in, and may go on as an administrator", async () => {
  const { emulator } = await start("demo");
  const { page } = await open();
  await page.goto(`${emulator.url}/admin/apps-integrations/api-tokens`);
  await page.getByRole("button", { name: /Camille Laurent/u }).click();
  await page.getByRole("heading", { name: "Only administrators can open Admin Center" }).waitFor();
  await shot(page, "refused");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continue as Alex Admin" }).click();
  await page.getByRole("button", { name: "Add an API token" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/admin/apps-integrations/api-tokens");
});

test("an OAuth client gives tokens", async () => {
  const { emulator, call } = await start();
  const { page } = await open();
  await openAdminCenter(page, emulator.url);
  await goTo(page, "Apps and Integrations", "OAuth clients");
  await page.getByRole("button", { name: "Add OAuth client" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Café bot");
  await dialog.getByRole("button", { name: "Save" }).click();
  const clientId = await shownValue(page, "Identifier");
  expect(clientId).toBe("cafe_bot");
  const granted = await call("POST", "/oauth/tokens", {
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: await shownValue(page, "Secret"),
    scope: "read",
  });
  expect(granted.status).toBe(200);
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("cell", { name: "cafe_bot" }).waitFor();
});

const integration = "/apps-integrations/conversation-integrations";
/** Each screen with its heading. */
const screens = (words: AdminWords): (readonly [name: string, path: string, heading: string])[] => [
  ["home", "", words.homeTitle],
  ["category", "/apps-integrations", words.appsIntegrations],
  ["integrations", integration, words.conversationIntegrations],
  ["integration-new", `${integration}/new`, words.integrations.create],
  ["integration", `${integration}/{id}`, "Dydu livechat"],
  ["integration-webhook", `${integration}/{id}?tab=webhook`, "Dydu livechat"],
  ["conversation-api", "/apps-integrations/conversation-api", words.conversationApi],
  ["api-tokens", "/apps-integrations/api-tokens", words.apiTokens],
  ["api-configuration", "/apps-integrations/api-configuration", words.apiConfiguration],
  ["oauth-clients", "/apps-integrations/oauth-clients", words.oauthClients],
  ["team-members", "/people/team-members", words.teamMembers],
  ["groups", "/people/groups", words.groups],
  ["messaging", "/channels/messaging-settings", words.messaging],
  ["switches", "/channels/emulator-switches", words.switches],
];

test.each([
  ["light, wide, English", "light", 1280, "en-US", en],
  ["dark, on a phone, French", "dark", 390, "fr-FR", fr],
] as const)("every screen is accessible: %s", async (_name, colorScheme, width, locale, words) => {
  const { emulator } = await start("demo");
  const { page, complaints } = await open({ colorScheme, viewport: { width, height: 844 }, locale });
  const id = emulator.credentials().integrationId ?? "";
  await page.goto(`${emulator.url}/admin`);
  await page.getByRole("button", { name: /Alex Admin/u }).click();
  for (const [name, path, heading] of screens(words)) {
    // As a link does, without loading everything again.
    const target = JSON.stringify(`/admin${path.replace("{id}", id)}`);
    await page.evaluate(`history.pushState({}, "", ${target}); dispatchEvent(new PopStateEvent("popstate"))`);
    await page.getByRole("heading", { level: 2, name: heading, exact: true }).waitFor();
    await expectAccessible(page);
    await shot(page, `${colorScheme}-${width}-${name}`);
  }
  expect(complaints).toEqual([]);
});

test("on a phone the pages are in a drawer", async () => {
  const { emulator } = await start();
  const { page } = await open({ viewport: { width: 390, height: 844 } });
  await page.goto(`${emulator.url}/admin`);
  await page.getByRole("button", { name: /Alex Admin/u }).click();
  await page.getByRole("button", { name: "Menu" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("link", { name: "API Tokens" }).waitFor();
  await shot(page, "drawer");
  await expectAccessible(page);
  await drawer.getByRole("link", { name: "API Tokens" }).click();
  await drawer.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Livechat connector", exact: true }).click();
  expect(await shownValue(page, "Email address")).toBe("admin@example.com");
  await shot(page, "drawer-token");
  await expectAccessible(page);
});
