/** What a visitor can do in Zendesk's own widget and no program can by API: press buttons, rate, answer forms. */

import * as z from "zod";
import { notFound, Refusal } from "../../refusal.ts";
import { type Conversation, type Message, Metadata, type User } from "../state/entities.ts";
import { changeTicket } from "../ticketing/tickets.ts";
import type { World } from "../world.ts";
import { publishActivity, publishPostback, type Source } from "./events.ts";
import { addMessage } from "./messages.ts";
import { ratingOf, type Score, SURVEYS } from "./survey.ts";

const widget: Source = { type: "web" };

const Button = z.object({
  type: z.string(),
  text: z.string().optional(),
  payload: z.string().default(""),
  metadata: Metadata.optional(),
});
const Buttons = z.array(Button).catch([]);
const Items = z.array(z.looseObject({ actions: Buttons })).catch([]);

/** The buttons of a message, those of its items included. */
function buttonsOf({ content }: Message): z.output<typeof Button>[] {
  const { actions, items } = content;
  return [...Buttons.parse(actions), ...Items.parse(items).flatMap((item) => item.actions)];
}

function placeOf(world: World, conversationId: string): { conversation: Conversation; user: User } {
  const conversation = world.conversations.get(conversationId);
  const user = world.users.get(conversation?.userId ?? "");
  if (conversation === undefined || user === undefined)
    throw notFound("conversation_unknown", "There is no such conversation.");
  return { conversation, user };
}

/** A button sends its payload as an event; the message it belongs to is not told. */
export function visitorPostback(
  world: World,
  conversationId: string,
  postback: { payload: string; metadata?: Metadata },
): void {
  const { conversation, user } = placeOf(world, conversationId);
  publishPostback(world, conversation, user, postback, widget);
}

/**
 * Presses a button of a message: one of type `postback` sends its payload as an event, one of type `reply` its
 * text as a message. Without `text` the first such button is pressed.
 */
export function visitorPresses(
  world: World,
  conversationId: string,
  pressed: { messageId: string; text?: string },
): void {
  const { user } = placeOf(world, conversationId);
  const message = world.messages.get(pressed.messageId);
  const button =
    message?.conversationId === conversationId
      ? buttonsOf(message).find(
          ({ type, text }) =>
            (type === "postback" || type === "reply") &&
            (pressed.text === undefined || text === pressed.text),
        )
      : undefined;
  if (button === undefined) throw notFound("button_unknown", "There is no such button in this message.");
  const { type, text = "", payload, metadata } = button;
  const details = metadata === undefined ? {} : { metadata };
  if (type === "postback") visitorPostback(world, conversationId, { payload, ...details });
  else
    addMessage(world, conversationId, {
      author: { type: "user", userId: user.id },
      content: { type: "text", text, payload },
      source: widget,
      ...details,
    });
}

/** Answers the last satisfaction survey; the answer comes as a message that says it is rated (zendesk.md §5.6). */
export function visitorRates(world: World, conversationId: string, score: Score, comment?: string): Message {
  placeOf(world, conversationId);
  const question = world.messages
    .by("conversation", conversationId)
    .findLast(({ source, metadata }) => source.type === SURVEYS && metadata?.["rated"] !== true);
  const ticketId = question?.metadata?.["ticket_id"];
  if (question === undefined || ticketId === undefined)
    throw new Refusal(422, "survey_unknown", "No survey was sent in this conversation.");
  const ticket = world.tickets.get(String(ticketId));
  if (ticket !== undefined) changeTicket(world, ticket, {}, `The visitor rated the help as ${score}.`);
  return addMessage(world, conversationId, ratingOf(String(ticketId), score, comment));
}

const Fields = z
  .array(z.looseObject({ name: z.string(), label: z.string().default(""), type: z.string() }))
  .min(1);

/** Fills in a form; `values` are by the names of its fields. What names the requester is taken over (zendesk.md §4). */
export function visitorAnswersForm(
  world: World,
  conversationId: string,
  answered: { messageId: string; values: Readonly<Record<string, string>> },
): Message {
  const { user } = placeOf(world, conversationId);
  const form = world.messages.get(answered.messageId);
  const fields = Fields.safeParse(form?.content["fields"]);
  if (form?.conversationId !== conversationId || form.content.type !== "form" || !fields.success)
    throw notFound("form_unknown", "There is no such form in this conversation.");
  world.messages.put({ ...form, content: { ...form.content, submitted: true } });
  const filled = fields.data.map((field) => {
    const value = answered.values[field.name] ?? "";
    return { type: field.type, name: field.name, label: field.label, [valueKey(field.type)]: value };
  });
  const message = addMessage(world, conversationId, {
    author: { type: "user", userId: user.id },
    content: {
      type: "formResponse",
      fields: filled,
      textFallback: fields.data
        .map(({ name, label }) => `${label}: ${answered.values[name] ?? ""}`)
        .join("\n"),
    },
    source: widget,
    quotedMessage: { type: "message", message: { id: form.id } },
  });
  const ticket = world.tickets.last("conversation", conversationId);
  const person = ticket === undefined ? undefined : world.people.get(ticket.requesterId);
  const name = answered.values["dataCapture.systemField.requester.name"];
  const email = answered.values["dataCapture.systemField.requester.email"];
  if (person !== undefined)
    world.people.put({ ...person, ...(name ? { name } : {}), ...(email ? { email } : {}) });
  return message;
}

const valueKey = (type: string): string => (type === "email" ? "email" : "text");

/** The visitor has seen everything, or types. */
export function visitorActs(
  world: World,
  conversationId: string,
  activity: "typing:start" | "typing:stop" | "conversation:read",
): void {
  const { conversation, user } = placeOf(world, conversationId);
  publishActivity(world, conversation, activity, widget.type, { type: "user", user });
}
