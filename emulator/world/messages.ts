/** Messages: stored, echoed to webhooks, put on the ticket, answered by Zendesk's bot when it is in charge. */
import type { Conversation, Message } from "./entities.ts";
import { publishMessage } from "./events.ts";
import { AGENT_WORKSPACE, ANSWER_BOT, defaultSeat, isActive } from "./switchboard.ts";
import { openTicketIfDue, takeOntoTicket } from "./tickets.ts";
import type { World } from "./world.ts";

export type NewMessage = Omit<Message, "id" | "conversationId" | "received" | "ticketId">;

const BOT_ANSWER =
  "Hello, this is the automated assistant of the Zendesk emulator. Somebody from the team can take over.";

export function addMessage(world: World, conversationId: string, draft: NewMessage): Message {
  let conversation = world.conversations.get(conversationId);
  if (conversation === undefined) throw new Error(`no conversation ${conversationId}`);
  const byUser = draft.author.type === "user";
  conversation = touch(world, conversation, byUser, draft.activity !== undefined);

  const message: Message = { ...draft, id: world.newId(), conversationId, received: world.clock.now() };
  const stored = takeOntoTicket(world, conversation, message);
  world.messages.put(stored);
  const ticketed = byUser ? openTicketIfDue(world, conversation, stored) : undefined;
  const final = ticketed ?? stored;
  publishMessage(world, world.conversations.get(conversationId) ?? conversation, final);

  if (byUser && isActive(world, conversation, ANSWER_BOT)) answerAsBot(world, conversation);
  return final;
}

/** A user's message in a conversation that nobody controls goes to the default responder. */
function touch(world: World, conversation: Conversation, byUser: boolean, activity: boolean): Conversation {
  const responder = byUser && conversation.active === undefined ? defaultSeat(world) : undefined;
  const fresh = byUser ? "user" : conversation.fresh === "none" && !activity ? "some" : conversation.fresh;
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
