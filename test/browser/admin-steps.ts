/** Step 2 of the instructions for connecting a chatbot, "Retrieving information from Zendesk", click by click. */
import type { Page } from "playwright-core";

/** What the chatbot's livechat settings ask for. */
export interface ZendeskValues {
  readonly domain: string;
  readonly appId: string;
  readonly integrationId: string;
  readonly keyId: string;
  readonly keySecret: string;
  readonly email: string;
  readonly apiToken: string;
}

const field = (page: Page, label: string) => page.getByRole("textbox", { name: label, exact: true });

/** The value of a field that shows one. */
export async function shownValue(page: Page, label: string): Promise<string> {
  return field(page, label).inputValue();
}

/** Brings a box into a state as a person does, by its label. */
export async function tick(page: Page, label: string, checked = true): Promise<void> {
  const box = page.getByRole("checkbox", { name: label, exact: true });
  if ((await box.isChecked()) !== checked) await page.getByText(label, { exact: true }).click();
}

/** Apps and Integrations, or Persons, and what is below it. */
export async function goTo(page: Page, category: string, item: string): Promise<void> {
  const navigation = page.getByRole("navigation", { name: "Admin Center navigation" });
  await navigation.getByRole("link", { name: category, exact: true }).click();
  await navigation.getByRole("link", { name: item, exact: true }).click();
  await page.getByRole("heading", { level: 2, name: item, exact: true }).waitFor();
}

/** From the workspace, by the gear in its sidebar. */
export async function openAdminCenter(page: Page, emulatorUrl: string): Promise<void> {
  await page.goto(`${emulatorUrl}/agent`);
  await page.getByRole("button", { name: /Alex Admin/u }).click();
  await page
    .getByRole("navigation", { name: "Zendesk products" })
    .getByRole("link", { name: "Admin Center" })
    .click();
  await page.getByRole("heading", { level: 2, name: "Connect a chatbot" }).waitFor();
}

/** Field 1: domain name, app id, integration id. Ends on the integration's page. */
export async function createIntegration(page: Page, name: string, webhookUrl: string) {
  const domain = new URL(page.url()).origin;
  await goTo(page, "Apps and Integrations", "Conversation Integrations");
  await page.getByRole("button", { name: "Create an integration" }).click();
  await field(page, "Name").fill(name);
  await field(page, "Webhook endpoint URL").fill(webhookUrl);
  for (const box of ["Include full user", "Include full source", "Conversation message"])
    await tick(page, box);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Next" }).click();
  await page.getByRole("heading", { level: 2, name }).waitFor();
  const appId = await shownValue(page, "App ID");
  const integrationId = await shownValue(page, "Integration ID");

  await page.getByRole("tab", { name: "API Keys" }).click();
  await createKey(page, name);
  return { domain, appId, integrationId };
}

/** "Create an API key", name, Next, the dialog with the key, Next. */
async function createKey(page: Page, name: string) {
  await page.getByRole("button", { name: "Create an API key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("button", { name: "Next" }).click();
  const keyId = await shownValue(page, "Key ID");
  const keySecret = await shownValue(page, "Secret key");
  await dialog.getByRole("button", { name: "Next" }).click();
  await page.getByRole("cell", { name: keyId }).waitFor();
  return { keyId, keySecret };
}

/** Field 2: key id and secret key. */
export async function createConversationKey(page: Page, name: string) {
  await goTo(page, "Apps and Integrations", "Conversation API");
  return createKey(page, name);
}

/** Field 3: e-mail address and API token, and the box that lets tokens in. */
export async function createApiToken(page: Page, description: string) {
  await goTo(page, "Apps and Integrations", "API Tokens");
  await page.getByRole("button", { name: "Add an API token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Description" }).fill(description);
  await dialog.getByRole("button", { name: "Save" }).click();
  const apiToken = await shownValue(page, "API token");
  await dialog.getByRole("button", { name: "Done" }).click();
  // "The user's information is visible by clicking on it."
  await page.getByRole("button", { name: description, exact: true }).click();
  const email = await shownValue(page, "Email address");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await goTo(page, "Apps and Integrations", "API configuration");
  await tick(page, "Allow API token access");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.", { exact: true }).waitFor();
  return { apiToken, email };
}

/** All of Step 2, from the workspace's sign-in page on, as the account's administrator. */
export async function followStepTwo(
  page: Page,
  emulatorUrl: string,
  webhookUrl: string,
): Promise<ZendeskValues> {
  await openAdminCenter(page, emulatorUrl);
  const connector = await createIntegration(page, "Dydu livechat", webhookUrl);
  const key = await createConversationKey(page, "BMS livechat");
  const support = await createApiToken(page, "BMS livechat");
  return { ...connector, ...key, ...support };
}
