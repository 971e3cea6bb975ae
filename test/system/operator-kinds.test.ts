/** Every kind of message that an operator can send reaches the visitor: as it is, or in words. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type System, startSystem } from "./system.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { newTicket } from "./workspace.ts";

let system: System;
let visitor: Visitor;
let ticketId: string;
beforeAll(async () => {
  system = await startSystem();
  visitor = await system.visitor({ language: "en" });
  await visitor.say("I want to talk to a person");
  await visitor.isIn("livechat");
  ticketId = (await newTicket(system.emulator, [])).id;
});
afterAll(() => system.close());

const reply = { type: "reply", text: "Tomorrow", payload: "tomorrow" };
const link = { type: "link", text: "Our shop", uri: "https://shop.example/" };
const kinds: readonly (readonly [kind: string, content: object, says: readonly string[]])[] = [
  ["text", { type: "text", text: "plain words" }, ["plain words"]],
  ["quick replies", { type: "text", text: "When?", actions: [reply] }, ["When?", "Tomorrow"]],
  [
    "a link button",
    { type: "text", text: "Have a look", actions: [link] },
    ["Our shop", "https://shop.example/"],
  ],
  [
    "a carousel",
    { type: "carousel", items: [{ title: "Red", description: "Warm", actions: [link] }] },
    ["Red", "Warm", "Our shop"],
  ],
  ["a list", { type: "list", items: [{ title: "Blue", actions: [link] }] }, ["Blue"]],
  [
    "a place",
    {
      type: "location",
      coordinates: { lat: 45.5, long: -73.6 },
      location: { name: "Our office", address: "1 High Street" },
    },
    ["Our office", "1 High Street", "mlat=45.5"],
  ],
  [
    "a form",
    { type: "form", fields: [{ type: "email", name: "mail", label: "Your e-mail" }] },
    ["Please write here", "Your e-mail"],
  ],
];

test.each(kinds)("%s", async (_kind, content, says) => {
  const before = visitor.messages().length;
  await system.operator("reply", { ticketId, contents: [content] });
  const said = () =>
    visitor
      .messages()
      .slice(before)
      .filter(({ author }) => author.type === "operator")
      .map(textOf)
      .join("\n");
  await expect.poll(said).not.toBe("");
  for (const words of says) expect(said()).toContain(words);
});
