/**
 * The contract between the operator page and the API behind it (`/agent/api/…`). zod/mini, so that the page
 * bundles it. The page knows nothing else of the emulator.
 *
 * | request | answer |
 * |---|---|
 * | `GET /agent/api/agents` | `AgentList` |
 * | `GET /agent/api/groups` | `GroupList` |
 * | `GET /agent/api/tickets?view=open&groupId=` | `TicketList`, newest change first |
 * | `GET /agent/api/tickets/{id}` | `TicketDetail` |
 * | `GET /agent/api/events` | server-sent events: `data:` holds one `AgentEvent` |
 * | `POST /agent/api/tickets/{id}/reply` | `ReplyRequest` as JSON, or multipart with the fields `agentId`, `text` and any number of `file` parts; answers `TicketDetail` |
 * | `POST /agent/api/tickets/{id}/assign` | `AssignRequest` → `TicketDetail` |
 * | `POST /agent/api/tickets/{id}/status` | `StatusRequest` → `TicketDetail` |
 * | `POST /agent/api/tickets/{id}/{solve,close,end-session,seen}` | `ActRequest` → `TicketDetail` |
 * | `POST /agent/api/tickets/{id}/typing` | `ActRequest` → `TicketDetail`; tells the visitor's side that the agent types |
 *
 * A refusal answers 4xx with `Refusal`; its `message` is a sentence to show.
 */
import * as z from "zod/mini";

/** Tickets by status: `open` is every ticket not yet solved. */
export const ticketViews = ["open", "unassigned", "pending", "solved", "closed", "all"] as const;
export const TicketView = z.enum(ticketViews);
export type TicketView = z.infer<typeof TicketView>;

export const ticketStatuses = ["new", "open", "pending", "hold", "solved", "closed"] as const;
export const TicketStatus = z.enum(ticketStatuses);
export type TicketStatus = z.infer<typeof TicketStatus>;

/** Support ids are numbers beyond what a page should calculate with: strings on this contract. */
const Id = z.string();

export const Group = z.object({ id: Id, name: z.string(), memberIds: z.array(Id) });
export type Group = z.infer<typeof Group>;
export const GroupList = z.object({ groups: z.array(Group) });

export const Agent = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  role: z.enum(["admin", "agent"]),
  avatarUrl: z.optional(z.string()),
  groupIds: z.array(Id),
});
export type Agent = z.infer<typeof Agent>;
export const AgentList = z.object({ agents: z.array(Agent) });

export const Requester = z.object({
  id: Id,
  name: z.string(),
  email: z.optional(z.string()),
  /** False: the e-mail is what the visitor said, nobody checked it. */
  emailVerified: z.optional(z.boolean()),
  externalId: z.optional(z.string()),
  avatarUrl: z.optional(z.string()),
  locale: z.optional(z.string()),
  /** How many tickets this person has asked for, this one included. */
  tickets: z.number(),
});
export type Requester = z.infer<typeof Requester>;

const named = z.object({ id: Id, name: z.string() });

const ticketFields = {
  id: Id,
  subject: z.string(),
  status: TicketStatus,
  group: z.optional(named),
  assignee: z.optional(named),
  tags: z.array(z.string()),
  /** False once the session ended: no reply can be sent any more. */
  sessionOpen: z.boolean(),
  /** Messages of the requester that nobody has opened yet. */
  unread: z.number(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  updatedAt: z.number(),
};

export const TicketSummary = z.object({
  ...ticketFields,
  requester: z.object({ id: Id, name: z.string(), avatarUrl: z.optional(z.string()) }),
  lastMessage: z.optional(
    z.object({
      preview: z.string(),
      from: z.enum(["requester", "agent", "bot", "system"]),
      at: z.number(),
    }),
  ),
});
export type TicketSummary = z.infer<typeof TicketSummary>;

export const TicketList = z.object({
  tickets: z.array(TicketSummary),
  /** How many tickets each view holds, within the chosen group. */
  counts: z.record(TicketView, z.number()),
});
export type TicketList = z.infer<typeof TicketList>;

export const MessageContent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({
    type: z.enum(["image", "file"]),
    /** Opens without credentials, on the emulator's own origin; the original address when it is not ours. */
    url: z.string(),
    name: z.string(),
    mediaType: z.optional(z.string()),
    /** Bytes. */
    size: z.optional(z.number()),
    text: z.optional(z.string()),
  }),
  /** Solved, closed, session ended and the like: `text` is a sentence for a centred line. */
  z.object({ type: z.literal("event"), text: z.string() }),
]);
export type MessageContent = z.infer<typeof MessageContent>;

export const TicketMessage = z.object({
  id: Id,
  /** What was said before the ticket existed is `history`, the rest is `live`. */
  part: z.enum(["history", "live"]),
  author: z.object({
    type: z.enum(["requester", "agent", "bot", "system"]),
    name: z.string(),
    avatarUrl: z.optional(z.string()),
  }),
  at: z.number(),
  content: MessageContent,
});
export type TicketMessage = z.infer<typeof TicketMessage>;

export const TicketDetail = z.object({
  ticket: z.object({
    ...ticketFields,
    requester: Requester,
    channel: z.string(),
    /** Missing when the ticket was not born from messaging. */
    conversationId: z.optional(z.string()),
    /** Oldest first. */
    messages: z.array(TicketMessage),
  }),
});
export type TicketDetail = z.infer<typeof TicketDetail>;

/** Something changed; read it again. `message` names a new message of the requester: worth a notification. */
export const AgentEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ticket"), ticketId: Id }),
  z.object({
    type: z.literal("message"),
    ticketId: Id,
    from: z.string(),
    preview: z.string(),
    newTicket: z.boolean(),
  }),
  /** Everything may have changed: the emulator was reset or restored. */
  z.object({ type: z.literal("reset") }),
]);
export type AgentEvent = z.infer<typeof AgentEvent>;

export const ReplyRequest = z.object({
  agentId: Id,
  text: z.string().check(z.minLength(1), z.maxLength(4096)),
});
export type ReplyRequest = z.infer<typeof ReplyRequest>;

/** A missing field stays as it is; null clears the assignee. */
export const AssignRequest = z.object({
  agentId: Id,
  groupId: z.optional(Id),
  assigneeId: z.optional(z.nullable(Id)),
});
export type AssignRequest = z.infer<typeof AssignRequest>;

export const StatusRequest = z.object({ agentId: Id, status: TicketStatus });
export type StatusRequest = z.infer<typeof StatusRequest>;

export const ActRequest = z.object({ agentId: Id });
export type ActRequest = z.infer<typeof ActRequest>;

export const Refusal = z.object({ error: z.string(), message: z.string() });
export type Refusal = z.infer<typeof Refusal>;
