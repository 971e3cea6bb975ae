/** Messages: stored, echoed to webhooks, put on the ticket, answered by Zendesk's bot when it is in charge. */

import type { Conversation, Message } from "../state/entities.ts";
import { type Birth, openTicketIfDue } from "../ticketing/ticket-birth.ts";
import { takeMissed, takeOntoTicket } from "../ticketing/tickets.ts";
import type { World } from "../world.ts";
import { FIRST_REPLY_MS, onRequested } from "./automatic.ts";
import { publishDeliveries } from "./channels.ts";
import { publishMessage } from "./events.ts";
import { AGENT_WORKSPACE, ANSWER_BOT, defaultSeat, isActive } from "./switchboard.ts";

/** What somebody says, before it has its place. */
export type NewMessage = Omit<Message, "id" | "conversationId" | "received" | "ticketId">;

const BOT_ANSWER =
  "Hello, this is the automated assistant of the Zendesk emulator. Somebody from the team can take over.";

/**
 * Keeps a message and does everything that follows from it: events, its ticket, what the account answers by
 * itself.
 */
export function addMessage(world: World, conversationId: string, draft: NewMessage): Message {
  const before = world.conversations.get(conversationId);
  if (before === undefined) throw new Error(`no conversation ${conversationId}`);
  const byUser = draft.author.type === "user";
  const conversation = touch(world, before, draft);
  if (conversation.active !== before.active) takeMissed(world, conversation);

  const message: Message = { ...draft, id: world.newId(), conversationId, received: world.clock.now() };
  const stored = world.messages.put(takeOntoTicket(world, conversation, message));
  const birth = byUser ? openTicketIfDue(world, conversation, stored) : undefined;
  const final = world.messages.get(stored.id) ?? stored;
  const current = world.conversations.get(conversationId) ?? conversation;
  publishMessage(world, current, final);
  publishDeliveries(world, current, final);

  if (birth !== undefined) greet(world, conversationId, birth);
  if (byUser && isActive(world, current, ANSWER_BOT)) answerAsBot(world, current);
  return final;
}

/** What the account says by itself to somebody whose ticket was just created. */
export function greet(world: World, conversationId: string, { ticket, isNew }: Birth): void {
  if (!isNew) return;
  for (const message of onRequested(world, ticket)) addMessage(world, conversationId, message);
  if (world.settings().firstReplyMessage)
    world.later({ kind: "firstReply", at: world.clock.now() + FIRST_REPLY_MS, ticketId: ticket.id });
}

/** A user's message in a conversation that nobody controls goes to the default responder. */
function touch(world: World, conversation: Conversation, draft: NewMessage): Conversation {
  const byUser = draft.author.type === "user";
  const responder =
    byUser && conversation.active === undefined ? defaultSeat(world, draft.source.integrationId) : undefined;
  const counts = draft.activity === undefined;
  const fresh = byUser ? "user" : conversation.fresh === "none" && counts ? "some" : conversation.fresh;
  return world.conversations.put({
    ...conversation,
    lastUpdatedAt: world.clock.now(),
    fresh,
    ...(responder === undefined ? {} : { active: responder.id }),
  });
}

function answerAsBot(world: World, conversation: Conversation): void {
  addMessage(world, conversation.id, {
    author: { type: "business", subtypes: ["bot"], displayName: "Zendesk bot" },
    content: { type: "text", text: BOT_ANSWER },
    source: { type: ANSWER_BOT },
  });
}

/** What Agent Workspace writes by itself when a session ends (zendesk.md §3.1). */
export function addActivity(
  world: World,
  conversation: Conversation,
  type: NonNullable<Message["activity"]>["type"],
  text: string,
): void {
  addMessage(world, conversation.id, {
    author: { type: "business", subtypes: ["activity"] },
    content: { type: "text", text },
    source: { type: AGENT_WORKSPACE },
    activity: { type },
  });
}
