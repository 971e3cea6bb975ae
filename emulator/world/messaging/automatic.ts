/** What Zendesk's messaging triggers say by themselves; all are inactive as delivered (zendesk.md §5.6). */
import type { Content, Message, Ticket } from "../state/entities.ts";
import { staff } from "../ticketing/people.ts";
import type { World } from "../world.ts";
import { AGENT_WORKSPACE } from "./switchboard.ts";

/** How long the first reply waits for an operator to be faster. */
export const FIRST_REPLY_MS = 5000;

/** What is said by nobody. */
export type Automatic = Pick<Message, "author" | "content" | "source" | "metadata">;

function automatic(world: World, displayName: string, content: Content): Automatic {
  return {
    author: { type: "business", displayName },
    content,
    source: { type: AGENT_WORKSPACE },
    metadata: {
      "__zendesk_msg.id": world.newId(),
      ...(world.settings().automaticAgentId === "missing" ? {} : { "__zendesk_msg.agent.id": "__trigger" }),
      "__zendesk_msg.source_type": "sunco_web",
    },
  };
}

const said = (world: World, text: string) => automatic(world, "Automated Response", { type: "text", text });

/** What follows the request for a conversation at once, in its order. */
export function onRequested(world: World, ticket: Ticket): Automatic[] {
  const { offlineMessage, contactDetailsForm, queueMessage } = world.settings();
  const availabilities = staff(world).map(({ availability }) => availability);
  const allOffline = availabilities.every((availability) => availability === "offline");
  const away = !availabilities.includes("online");
  const position = positionOf(world, ticket);
  return [
    ...(offlineMessage && allOffline
      ? [said(world, "Nobody from the team is online at the moment. We will answer as soon as we are back.")]
      : []),
    ...(contactDetailsForm && away
      ? [
          said(world, "How can we reach you when you have left?"),
          automatic(world, "Automated Response", contactForm),
        ]
      : []),
    ...(queueMessage && position !== undefined
      ? [said(world, `You are number ${position} in the queue.`)]
      : []),
  ];
}

/** The names of its fields are what tells Zendesk where the answers belong (zendesk.md §4). */
const contactForm: Content = {
  type: "form",
  submitted: false,
  blockChatInput: true,
  fields: [
    { type: "text", name: "dataCapture.systemField.requester.name", label: "Name" },
    { type: "email", name: "dataCapture.systemField.requester.email", label: "Email" },
  ],
};

/** Among the tickets that wait for somebody, counted from one; undefined when it is somebody's. */
function positionOf(world: World, ticket: Ticket): number | undefined {
  if (ticket.assigneeId !== undefined) return undefined;
  const waiting = [...world.tickets.by("status", "new"), ...world.tickets.by("status", "open")].filter(
    ({ sessionOpen, assigneeId, groupId, id }) =>
      sessionOpen && assigneeId === undefined && groupId === ticket.groupId && id < ticket.id,
  );
  return waiting.length + 1;
}

/** Undefined when an operator was faster. */
export function firstReply(world: World, ticket: Ticket): Automatic | undefined {
  const answered = world.messages
    .by("ticket", ticket.id)
    .some(({ author }) => author.subtypes?.includes("agent") === true);
  if (answered || !ticket.sessionOpen) return undefined;
  return automatic(world, "Customer Service", {
    type: "text",
    text: "Thank you for writing. Somebody from the team will be with you shortly.",
  });
}
