/** Agent Workspace as operators use it, in a real browser: several people, views, replies of every kind, keyboard. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { TicketDetail } from "../../emulator/agent/contract.ts";
import { type Started, startEmulator } from "../../emulator/harness.ts";
import { launchChromium } from "../chromium.ts";

let browser: Browser;
let zendesk: Started;
let axe = "";
let complaints: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
afterAll(() => browser.close());
beforeEach(async () => {
  complaints = [];
  zendesk = await startEmulator();
  zendesk.emulator.configure({ supportPlan: "unlimited" });
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await zendesk.emulator.close();
  if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join(", ")}`);
});

const agentNamed = (name: string): string =>
  zendesk.emulator.credentials().agents.find((agent) => agent.name === name)?.id ?? "";

/** The workspace with somebody signed in already. */
async function workspace(who: string, path = "/agent", options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    reducedMotion: "reduce",
    ...options,
  });
  await context.addInitScript(
    `localStorage.getItem("emulator.agent") ?? localStorage.setItem("emulator.agent", ${JSON.stringify(agentNamed(who))})`,
  );
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(zendesk.emulator.url + path);
  await page.getByRole("button", { name: /Signed in as|Connecté en tant que/ }).waitFor();
  return page;
}

/** A visitor who was handed over, and who can go on writing. */
async function visitor(name: string, first = "My cat is ill") {
  const { conversationId, userId } = await zendesk.open({}, `visitor-${name}`);
  await zendesk.pass(conversationId, { "dataCapture.systemField.requester.name": name });
  const says = (text: string) => zendesk.post(conversationId, { type: "user", userId }, text);
  await says(first);
  return { conversationId, says };
}

async function ticket(id: string) {
  return TicketDetail.parse((await zendesk.call("GET", `/agent/api/tickets/${id}`)).body).ticket;
}

async function submitAs(page: Page, status: string): Promise<void> {
  await page.getByRole("button", { name: "Submit as another status" }).click();
  await page.getByRole("menuitem", { name: `Submit as ${status}` }).click();
}

test("what was being written when the session ended stays to be read and copied", async () => {
  await visitor("Marie");
  const page = await workspace("Camille Laurent", "/agent/tickets/1");
  const box = page.getByRole("textbox", { name: "Reply" });
  await box.click();
  await page.keyboard.type("Half a thought");
  await zendesk.control("POST", "/agent/end-session", { ticketId: "1", agent: "Sam Okafor" });
  await page.getByText("The session has ended").waitFor();
  await page.getByText("Half a thought").waitFor();
  expect(await box.count()).toBe(0);
});

test("two operators: a new conversation is for both, an assigned one for its agent alone", async () => {
  const camille = await workspace("Camille Laurent");
  const sam = await workspace("Sam Okafor");
  const marie = await visitor("Marie");
  const notice = (page: Page) => page.getByRole("button", { name: /New (conversation|message)/ });
  await notice(sam).waitFor();
  await notice(camille).click();
  expect(new URL(camille.url()).pathname).toBe("/agent/tickets/1");
  await camille.getByRole("log").getByText("My cat is ill").waitFor();
  await sam.getByRole("button", { name: "Close" }).click();
  await notice(sam).waitFor({ state: "detached" });

  await camille.getByRole("button", { name: "Assign to me" }).click();
  await expect.poll(async () => (await ticket("1")).assignee?.name).toBe("Camille Laurent");
  await camille.goto(`${zendesk.emulator.url}/agent?view=mine`);
  await camille.getByRole("link", { name: /Marie/ }).waitFor();
  await marie.says("Are you there?");
  await notice(camille).waitFor();
  await sam.getByRole("link", { name: /Are you there\?/ }).waitFor();
  expect(await notice(sam).count()).toBe(0);
  await expect.poll(() => camille.title()).toMatch(/^\(1\)/);

  // The same browser becomes somebody else, who says that they are away.
  await sam.getByRole("button", { name: /Signed in as Sam Okafor/ }).click();
  await sam.getByRole("menuitemradio", { name: /Away/ }).click();
  await sam.getByRole("button", { name: /Signed in as Sam Okafor \(Away\)/ }).click();
  await sam.getByRole("menuitemradio", { name: /Alex Admin/ }).click();
  await sam.getByRole("button", { name: /Signed in as Alex Admin \(Online\)/ }).waitFor();
});

test("views by group and status, every status to submit, and the end of a session", async () => {
  await visitor("Marie");
  await visitor("Jean");
  const page = await workspace("Camille Laurent");
  const rows = page.getByRole("list", { name: /tickets/i }).getByRole("link");
  await expect.poll(() => rows.count()).toBe(2);
  await rows.filter({ hasText: "Marie" }).click();
  await page.getByRole("combobox", { name: "Group" }).selectOption({ label: "Support" });
  await page.getByRole("combobox", { name: "Assignee" }).selectOption({ label: "Sam Okafor" });
  await expect.poll(async () => (await ticket("1")).assignee?.name).toBe("Sam Okafor");

  await page.getByRole("button", { name: /^View:/ }).click();
  await page.getByRole("menuitemradio", { name: "Support" }).click();
  await expect.poll(() => rows.count()).toBe(1);

  for (const [label, status] of [
    ["Open", "open"],
    ["Pending", "pending"],
    ["On-hold", "hold"],
    ["Solved", "solved"],
  ] as const) {
    await submitAs(page, label);
    await expect.poll(async () => (await ticket("1")).status).toBe(status);
  }
  await page.getByText("No ticket in this view").waitFor();
  await page.getByRole("button", { name: /^View:/ }).click();
  await page.getByRole("menuitemradio", { name: /Solved tickets/ }).click();
  await expect.poll(() => rows.count()).toBe(1);

  await page.getByRole("button", { name: "End session" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End session" }).click();
  await page.getByText("The session has ended").waitFor();
  await submitAs(page, "Closed");
  await page.getByText("This ticket is closed").waitFor();
  expect(await ticket("1")).toMatchObject({ status: "closed", sessionOpen: false });
});

test("a reply with formatting, a prepared carousel and files dropped on it", async () => {
  await visitor("Marie");
  const page = await workspace("Camille Laurent", "/agent/tickets/1");
  const box = page.getByRole("textbox", { name: "Reply" });
  await box.click();
  await page.keyboard.press("Control+b");
  await page.keyboard.type("Hello");
  await page.keyboard.press("Control+b");
  await page.keyboard.type(" Marie");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("- your order");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("a picture");
  await page.getByRole("button", { name: "Macros" }).click();
  await page.getByRole("menuitem", { name: /Carousel/ }).click();
  await page.getByRole("list", { name: "Prepared to go out" }).getByText("Sea view").waitFor();
  const files = await page.evaluateHandle(
    `(() => { const held = new DataTransfer(); for (const name of ["a.txt", "b.txt"]) held.items.add(new File(["x"], name, { type: "text/plain" })); return held; })()`,
  );
  await page.locator("form").dispatchEvent("dragover", { dataTransfer: files });
  await page.getByText("Drop the files to attach them").waitFor();
  await page.locator("form").dispatchEvent("drop", { dataTransfer: files });
  await page.getByRole("list", { name: "Files to send" }).getByText("b.txt").waitFor();
  await page.getByRole("button", { name: "Send" }).click();

  const log = page.getByRole("log");
  await log.getByRole("link", { name: /b\.txt/ }).waitFor();
  await log.getByText("Town view").waitFor();
  expect(await log.locator("strong", { hasText: /^Hello$/ }).count()).toBe(1);
  expect(await log.locator("article li", { hasText: "a picture" }).count()).toBe(1);
  const said = (await ticket("1")).messages.flatMap(({ content }) =>
    content.type === "event" ? [] : [content],
  );
  expect(said.map(({ type }) => type)).toEqual(["text", "text", "carousel", "file", "file"]);
  expect(said[1]?.text).toBe("Hello Marie\n- your order\n- a picture");
  expect(await box.innerText()).toBe("\n");
});

test("markup of visitors and bots is formatting or nothing", async () => {
  const { conversationId } = await visitor("Marie");
  await zendesk.sc("POST", `/conversations/${conversationId}/messages`, {
    author: { type: "business", displayName: "Bot" },
    content: {
      type: "text",
      htmlText:
        '<p onclick="document.title=1"><b>Bold</b> <a href="javascript:alert(1)">bad</a> <a href="https://example.com/">good</a><img src="x" onerror="document.title=1"><script>document.title=1</script></p>',
    },
  });
  await zendesk.sc("POST", `/conversations/${conversationId}/messages`, {
    author: { type: "business", displayName: "Bot" },
    content: {
      type: "text",
      markdownText: "**Strong** [bad](javascript:alert(1)) <img src=x onerror=alert(1)>",
    },
  });
  const page = await workspace("Camille Laurent", "/agent/tickets/1");
  const log = page.getByRole("log");
  await log.locator("strong", { hasText: "Strong" }).waitFor();
  expect(await log.locator("strong", { hasText: /^Bold$/ }).count()).toBe(1);
  expect(await log.getByRole("link").count()).toBe(1);
  expect(await log.getByRole("link").getAttribute("href")).toBe("https://example.com/");
  expect(await log.locator("article img, article script").count()).toBe(0);
  expect(await log.locator("article [onclick]").count()).toBe(0);
});

test("long lists come by pages, long conversations from their end", async () => {
  for (let number = 1; number <= 32; number += 1) await visitor(`Visitor ${number}`);
  const { says } = await visitor("Talker", "Line 0");
  for (let number = 1; number <= 70; number += 1) await says(`Line ${number}.`);
  const page = await workspace("Camille Laurent");
  await page.getByText("1–30 of 33").waitFor();
  await page.getByRole("button", { name: "Next page" }).click();
  await page.getByText("31–33 of 33").waitFor();
  await page.getByRole("button", { name: "Previous page" }).click();
  await page.getByRole("link", { name: /Talker/ }).click();
  const log = page.getByRole("log");
  await log.getByText("Line 70.").waitFor();
  await log.getByText("Line 25.", { exact: true }).waitFor();
  expect(await log.getByText("Line 5.", { exact: true }).count()).toBe(0);
  const area = `document.querySelector('[role=group][aria-label="Conversation"]')`;
  await page.evaluate(`${area}.scrollTo(0, 0)`);
  await log.getByText("Line 5.", { exact: true }).waitFor();
  // What was being read is still there, and a new message does not take the person away.
  await expect.poll(() => page.evaluate(`${area}.scrollTop > 0`)).toBe(true);
  await says("One more");
  await page.getByRole("button", { name: "Show the latest messages" }).click();
  await log.getByText("One more").waitFor();
});

test("by keyboard alone: list, ticket, macro, reply, solve, help", async () => {
  await visitor("Marie");
  await visitor("Jean");
  const page = await workspace("Camille Laurent");
  await page.getByRole("link", { name: /Marie/ }).waitFor();
  await page.keyboard.press("l");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const box = page.getByRole("textbox", { name: "Reply" });
  await box.waitFor();
  await page.keyboard.press("r");
  await page.keyboard.type("Hello there");
  await page.keyboard.press("Enter");
  await page.getByRole("log").getByText("Hello there").waitFor();
  await page.keyboard.press("Control+Alt+m");
  await page.getByRole("menuitem", { name: "Quick replies" }).waitFor();
  await expect
    .poll(async () => {
      await page.keyboard.press("ArrowDown");
      return page.evaluate("document.activeElement?.textContent");
    })
    .toBe("Quick replies");
  await page.keyboard.press("Enter");
  await page.getByRole("list", { name: "Prepared to go out" }).waitFor();
  await expect.poll(() => page.evaluate("document.activeElement?.ariaLabel")).toBe("Reply");
  await page.keyboard.press("Enter");
  await page.getByRole("log").getByText("This morning").waitFor();
  await page.keyboard.press("Control+Alt+s");
  await expect.poll(async () => (await ticket("1")).status).toBe("solved");
  await page.keyboard.press("Control+Alt+m");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "End session" }).focus();
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByText("Keyboard shortcuts").waitFor();
});

const axeResult = z.object({
  passes: z.array(z.unknown()),
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

describe("axe finds nothing", () => {
  const looks = [
    { width: 1280, colorScheme: "light", locale: "en-US" },
    { width: 1280, colorScheme: "dark", locale: "fr-FR" },
    { width: 390, colorScheme: "light", locale: "fr-FR" },
    { width: 390, colorScheme: "dark", locale: "en-US" },
  ] as const;
  test.each(looks)("at $width px, $colorScheme, $locale", async ({ width, ...look }) => {
    const { conversationId } = await visitor("Marie");
    for (const content of [
      { type: "location", coordinates: { lat: 48, long: 2 }, location: { name: "Shop" } },
      { type: "form", fields: [{ type: "email", name: "email", label: "E-mail" }] },
      { type: "text", text: "When?", actions: [{ type: "reply", text: "Now", payload: "now" }] },
    ])
      await zendesk.call("POST", "/agent/api/tickets/1/reply", {
        agentId: agentNamed("Camille Laurent"),
        contents: [content],
      });
    expect(conversationId).not.toBe("");
    const page = await workspace("Camille Laurent", "/agent/tickets/1", {
      ...look,
      viewport: { width, height: 844 },
    });
    await page.getByRole("textbox").waitFor();
    await page.evaluate(axe);
    for (const path of ["/agent/tickets/1", "/agent"]) {
      await page.evaluate(
        `history.pushState(null, "", "${path}"); dispatchEvent(new PopStateEvent("popstate"))`,
      );
      const { passes, violations } = axeResult.parse(await page.evaluate("axe.run()"));
      expect(passes.length).toBeGreaterThan(10);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual(
        [],
      );
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      expect(await page.evaluate("document.documentElement.scrollHeight - innerHeight")).toBeLessThanOrEqual(
        0,
      );
    }
  });
});
