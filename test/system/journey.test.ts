/**
 * The whole journey of one visitor, at the level of HTTP and websockets, for each combination of the emulator's
 * switches: what the documents of Zendesk leave open must not matter.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { png } from "./files.ts";
import { type System, startSystem } from "./system.ts";
import { textOf, type Visitor } from "./visitor.ts";
import { conversationOf, newTicket, type Ticket, tickets, ticketThat, words } from "./workspace.ts";

interface Switches {
  readonly defaultResponder: "agentWorkspace" | "zendeskBot" | "none";
  readonly ticketBornAt: "firstUserMessage" | "passControl";
  readonly multiConversations: boolean;
  readonly privateAttachments: boolean;
  readonly groupMetadata: "honoured" | "ignored";
}

const both = [true, false] as const;
const combinations: readonly Switches[] = (["agentWorkspace", "zendeskBot", "none"] as const).flatMap(
  (defaultResponder) =>
    (["firstUserMessage", "passControl"] as const).flatMap((ticketBornAt) =>
      both.flatMap((multiConversations) =>
        both.flatMap((privateAttachments) =>
          (["honoured", "ignored"] as const).map((groupMetadata) => ({
            defaultResponder,
            ticketBornAt,
            multiConversations,
            privateAttachments,
            groupMetadata,
          })),
        ),
      ),
    ),
);

const pdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

async function escalate(visitor: Visitor): Promise<Ticket> {
  const known = (await tickets(system.emulator)).map(({ id }) => id);
  await visitor.say("my cat is ill, can I talk to someone");
  return newTicket(system.emulator, known);
}

async function download(url: string): Promise<Buffer> {
  const answer = await fetch(new URL(url, system.url));
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

describe.each(combinations)(
  "responder $defaultResponder, ticket born at $ticketBornAt, multi-conversations $multiConversations, private attachments $privateAttachments, group $groupMetadata",
  (switches) => {
    test("question, escalation, talk with files, reload, end, bot again, second escalation", async () => {
      const { emulator, operator } = system;
      emulator.configure(switches);
      // An account takes a hundred updates of tickets a minute (zendesk.md §2): each journey has a minute of its own.
      emulator.clock.advance(60_000);
      const visitor = await system.visitor({ language: "en" });
      await visitor.sees("Hello");

      await visitor.say("what are your opening hours?");
      await visitor.sees("Monday");
      const known = (await tickets(emulator)).map(({ id }) => id);
      await visitor.say("my cat is ill, can I talk to someone");
      await visitor.sees("e-mail");
      await visitor.say("ann@example.org");
      await visitor.isIn("livechat");

      // The operator's side: one ticket, in the group, everything said before in its order, the e-mail as stated.
      const born = await newTicket(emulator, known);
      const ticket = await ticketThat(
        emulator,
        born.id,
        ({ group }) => group?.name === "Animal",
        "the ticket in group Animal",
      );
      const said = visitor
        .messages()
        .filter(({ author }) => author.type === "visitor" || author.type === "bot");
      const [opening, ...history] = conversationOf(ticket);
      expect(opening).toContain("not verified: mail = ann@example.org");
      expect(history).toEqual(
        said.map(
          (message) => `${message.author.type === "visitor" ? "requester" : "bot"}: ${textOf(message)}`,
        ),
      );
      expect((await tickets(emulator)).length).toBe(known.length + 1);

      // Operator to visitor: text, picture, PDF.
      const { id: ticketId } = ticket;
      await operator("reply", { ticketId, text: "Hello, how can I help?" });
      await operator("reply", {
        ticketId,
        file: { name: "cat.png", mediaType: "image/png", base64: png.toString("base64") },
      });
      await operator("reply", {
        ticketId,
        file: { name: "leaflet.pdf", mediaType: "application/pdf", base64: pdf.toString("base64") },
      });
      await visitor.sees("how can I help");
      const picture = (await visitor.sees("cat.png")).content;
      const leaflet = (await visitor.sees("leaflet.pdf")).content;
      expect(picture).toMatchObject({ type: "file", image: true });
      expect(picture.type === "file" && (await download(picture.url)).equals(png)).toBe(true);
      expect(leaflet.type === "file" && (await download(leaflet.url)).equals(pdf)).toBe(true);

      // A break in the middle: what comes meanwhile is there afterwards, once.
      const before = visitor.messages().length;
      visitor.close();
      await operator("reply", { ticketId, text: "Are you still there?" });
      await visitor.reconnect();
      await visitor.sees("still there?");
      expect(visitor.messages().length).toBe(before + 1);

      // Visitor to operator: text and file, each known to be delivered.
      const answer = await visitor.say("Yes. Her name is Zoë 🐈");
      const photo = await visitor.sayFile("zoë.png", new Uint8Array(png), "image/png");
      const heard = await ticketThat(
        emulator,
        ticketId,
        ({ messages }) => messages.some((message) => words(message) === "zoë.png"),
        "the visitor's file",
      );
      expect(conversationOf(heard).slice(-2)).toEqual([
        "requester: Yes. Her name is Zoë 🐈",
        "requester: zoë.png",
      ]);
      const received = heard.messages.at(-1)?.content;
      expect(
        received?.type === "image" &&
          (await fetch(new URL(received.url, emulator.url))
            .then((file) => file.arrayBuffer())
            .then((bytes) => Buffer.from(bytes).equals(png))),
      ).toBe(true);
      await visitor.sees("zoë.png");
      for (const seq of [answer, photo]) {
        await expect
          .poll(() => visitor.messages().find((message) => message.seq === seq)?.delivery)
          .toBe("delivered");
      }

      // The end: the visitor is told, the bot answers again.
      await operator("end-session", { ticketId });
      await visitor.isIn("bot");
      await visitor.sees("has ended the chat");
      await visitor.say("what are your opening hours?");
      await expect
        .poll(() => visitor.messages().filter((message) => textOf(message).includes("Monday")).length)
        .toBe(2);

      // A second escalation, without asking for the e-mail again: another ticket in the same group.
      const second = await escalate(visitor);
      await visitor.isIn("livechat");
      await ticketThat(
        emulator,
        second.id,
        ({ group }) => group?.name === "Animal",
        "the second ticket in group Animal",
      );
      expect(second.id).not.toBe(ticketId);
      await operator("reply", { ticketId: second.id, text: "Hello again" });
      await visitor.sees("Hello again");
      visitor.leave();
      await visitor.isIn("bot");
      await ticketThat(
        emulator,
        second.id,
        ({ messages }) => messages.some((message) => words(message).includes("has left the chat")),
        "the note that the visitor has left",
      );
      visitor.close();
    });
  },
);
