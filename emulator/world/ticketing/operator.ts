/** What an operator can do to a ticket, from the page or by remote control. */
import { Refusal } from "../../refusal.ts";
import { fileContent, storeAttachment } from "../messaging/attachments.ts";
import { publishActivity } from "../messaging/events.ts";
import { formattedText } from "../messaging/formatted.ts";
import { passControl } from "../messaging/handover.ts";
import { addMessage } from "../messaging/messages.ts";
import { AGENT_WORKSPACE } from "../messaging/switchboard.ts";
import type { Content, Conversation, Person, Ticket } from "../state/entities.ts";
import type { World } from "../world.ts";
import { byOperator } from "./audits.ts";
import { changeTicket, conversationOf } from "./tickets.ts";

/** A file that an operator sends. */
export interface OperatorFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** The conversation that the operator may write in. */
function sessionOf(world: World, ticket: Ticket): Conversation {
  if (ticket.status === "closed")
    throw new Refusal(422, "ticket_closed", "The ticket is closed: nothing can be written any more.");
  const conversation = conversationOf(world, ticket);
  if (!ticket.sessionOpen || conversation === undefined)
    throw new Refusal(422, "session_ended", "The messaging session has ended: the visitor would not see it.");
  return conversation;
}

/** What an operator writes; `contents` are sent as they are (lists, carousels, forms, texts with buttons…). */
export interface OperatorReply {
  readonly text?: string;
  /** What `text` says, formatted; in which form it is sent is a switch of the account. */
  readonly htmlText?: string;
  readonly contents?: readonly Content[];
  readonly files?: readonly OperatorFile[];
  /** Of this reply alone: one whose answer was lost is sent again with the same. */
  readonly key?: string;
}

/** Replies that a ticket remembers; nobody tries an older one again. */
const REMEMBERED = 50;

/** By this an operator passes control on; the visitor does not see it (zendesk.md §5.6). */
const SHORTHAND = /%\(\(switchboard:passControl:([^)]+)\)\)%/u;

/** Writes to the visitor: each content and file a message of its own, the text first. The first reply takes the ticket.
 * A reply whose key the ticket has seen was written before: nothing happens. */
export function reply(world: World, ticket: Ticket, agent: Person, said: OperatorReply): void {
  if (said.key !== undefined && ticket.replyKeys?.includes(said.key) === true) return;
  const conversation = sessionOf(world, ticket);
  const replyKeys = [...(ticket.replyKeys ?? []), ...(said.key === undefined ? [] : [said.key])];
  const remembered = { replyKeys: replyKeys.slice(-REMEMBERED) };
  const target = said.text === undefined ? undefined : SHORTHAND.exec(said.text)?.[1];
  if (target !== undefined) {
    passControl(world, conversation, target, {});
    const current = world.tickets.get(ticket.id) ?? ticket;
    changeTicket(
      world,
      current,
      remembered,
      `${agent.name} passed control of the conversation to ${target}.`,
    );
    return;
  }
  const { agentTextFormat } = world.settings();
  const contents: Content[] =
    said.text === undefined ? [] : [formattedText(said.text, said.htmlText, agentTextFormat)];
  contents.push(...(said.contents ?? []));
  for (const file of said.files ?? []) {
    const attachment = storeAttachment(world, { ...file, conversationId: conversation.id });
    contents.push(fileContent(world, attachment));
  }
  changeTicket(
    world,
    ticket,
    {
      status: ticket.status === "new" ? "open" : ticket.status,
      assigneeId: ticket.assigneeId ?? agent.id,
      unread: 0,
      ...remembered,
    },
    undefined,
    byOperator(agent),
  );
  for (const content of contents)
    addMessage(world, conversation.id, {
      author: { type: "business", subtypes: ["agent"], displayName: agent.name },
      content,
      source: { type: AGENT_WORKSPACE },
      // How a human is told from an automatic message (zendesk.md §3.1).
      metadata: {
        "__zendesk_msg.id": world.newId(),
        "__zendesk_msg.agent.id": String(agent.id),
        "__zendesk_msg.source_type": "sunco_web",
      },
    });
}

/** Whether webhooks hear of it is not documented, hence a switch (zendesk.md §3.1). */
export function typing(world: World, ticket: Ticket, agent: Person): void {
  const conversation = sessionOf(world, ticket);
  if (!world.settings().agentTypingEvents) return;
  const author = { type: "business" as const, displayName: agent.name };
  publishActivity(world, conversation, "typing:start", AGENT_WORKSPACE, author);
}

/** A missing field stays as it is; a null assignee leaves the ticket to its group. */
export function assign(
  world: World,
  ticket: Ticket,
  agent: Person,
  to: { groupId?: string; assigneeId?: string | null },
): Ticket {
  if (ticket.status === "closed")
    throw new Refusal(422, "ticket_closed", "The ticket is closed: it cannot be assigned any more.");
  const group = to.groupId === undefined ? undefined : world.groups.get(to.groupId);
  if (to.groupId !== undefined && (group === undefined || group.deleted))
    throw new Refusal(422, "group_unknown", "This group does not exist.");
  const assignee = typeof to.assigneeId === "string" ? world.people.get(to.assigneeId) : undefined;
  if (typeof to.assigneeId === "string" && (assignee === undefined || assignee.role === "end-user"))
    throw new Refusal(422, "agent_unknown", "This agent does not exist.");
  const { assigneeId: before, ...rest } = ticket;
  const keeps = to.assigneeId === undefined && before !== undefined ? { assigneeId: before } : {};
  return changeTicket(
    world,
    {
      ...rest,
      ...keeps,
      ...(group === undefined ? {} : { groupId: group.id }),
      ...(assignee === undefined ? {} : { assigneeId: assignee.id }),
    },
    {},
    `${agent.name} assigned the ticket to ${[group?.name, assignee?.name].filter(Boolean).join(" / ") || "nobody"}.`,
    byOperator(agent),
  );
}
