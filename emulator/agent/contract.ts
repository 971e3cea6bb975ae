/**
 * The contract between the operator page and the API behind it (`/agent/api/…`). zod/mini, so that the page
 * bundles it. The page knows nothing else of the emulator.
 *
 * | request | answer |
 * |---|---|
 * | `GET /agent/api/agents` | `AgentList` |
 * | `GET /agent/api/groups` | `GroupList` |
 * | `POST /agent/api/agents/{id}/availability` | `AvailabilityRequest` → `AgentList` |
 * | `GET /agent/api/inbox?agentId=` | `Inbox` |
 * | `GET /agent/api/tickets?view=open&groupId=&agentId=&page=1&limit=` | `TicketList`, newest change first; all of the view without `limit` |
 * | `GET /agent/api/tickets/{id}?messages=` | `TicketDetail`; with the newest `messages` of its messages, else with all |
 * | `GET /agent/api/tickets/{id}/messages?before={messageId}&limit=` | `MessagePage` |
 * | `GET /agent/api/events` | server-sent events: `data:` holds one `AgentEvent` |
 * | `POST /agent/api/tickets/{id}/reply` | `ReplyRequest` as JSON, or multipart with the fields `agentId`, `text`, `htmlText`, `contents` (JSON) and any number of `file` parts; answers `TicketDetail` |
 * | `POST /agent/api/tickets/{id}/assign` | `AssignRequest` → `TicketDetail` |
 * | `POST /agent/api/tickets/{id}/status` | `StatusRequest` → `TicketDetail` |
 * | `POST /agent/api/tickets/{id}/{solve,close,end-session,seen}` | `ActRequest` → `TicketDetail` |
 * | `POST /agent/api/tickets/{id}/typing` | `ActRequest` → `TicketDetail`; tells the visitor's side that the agent types |
 *
 * Every action takes `?messages=` as well. A refusal answers 4xx with `Refusal`; its `message` is a sentence to show.
 */
import * as z from "zod/mini";
import { RichContent, TicketMessage } from "./message-contract.ts";

export { Action, type Item, MessageContent, RichContent, TicketMessage } from "./message-contract.ts";

/**
 * `open` is every ticket not yet solved, `mine` those of them that the asking agent is assigned to, `ongoing`
 * the ones whose status is open; the other statuses have a view of their own name.
 */
export const ticketViews = [
  "mine",
  "open",
  "unassigned",
  "new",
  "ongoing",
  "pending",
  "hold",
  "solved",
  "closed",
  "all",
] as const;
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

export const availabilities = ["online", "away", "transfers_only", "offline"] as const;
export const Availability = z.enum(availabilities);
export type Availability = z.infer<typeof Availability>;

export const Agent = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  role: z.enum(["admin", "agent"]),
  avatarUrl: z.optional(z.string()),
  groupIds: z.array(Id),
  availability: Availability,
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
  /** The newest of the other ones. */
  otherTickets: z.array(
    z.object({ id: Id, subject: z.string(), status: TicketStatus, createdAt: z.number() }),
  ),
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
  /** How many tickets each view holds, within the chosen group; `mine` is 0 without `agentId`. */
  counts: z.record(TicketView, z.number()),
  /** Unsolved tickets by group. */
  groupCounts: z.record(Id, z.number()),
});
export type TicketList = z.infer<typeof TicketList>;

/** What waits for the agent: unread messages of tickets assigned to them, or to nobody in their groups. */
export const Inbox = z.object({ unread: z.number() });
export type Inbox = z.infer<typeof Inbox>;

export const TicketDetail = z.object({
  ticket: z.object({
    ...ticketFields,
    requester: Requester,
    channel: z.string(),
    /** Missing when the ticket was not born from messaging. */
    conversationId: z.optional(z.string()),
    /** Oldest first. */
    messages: z.array(TicketMessage),
    /** There are messages before these. */
    earlier: z.boolean(),
    priority: z.optional(z.string()),
    /** Values of custom ticket fields by the field's id. */
    customFields: z.record(z.string(), z.string()),
  }),
});
export type TicketDetail = z.infer<typeof TicketDetail>;

/** Oldest first. */
export const MessagePage = z.object({ messages: z.array(TicketMessage), earlier: z.boolean() });
export type MessagePage = z.infer<typeof MessagePage>;

/** Something changed; read it again. `message` names a new message of the requester: worth a notification. */
export const AgentEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ticket"), ticketId: Id }),
  z.object({
    type: z.literal("message"),
    ticketId: Id,
    from: z.string(),
    preview: z.string(),
    newTicket: z.boolean(),
    /** Whose ticket it is. */
    groupId: z.optional(Id),
    assigneeId: z.optional(Id),
  }),
  /** People, groups, credentials or switches changed. */
  z.object({ type: z.literal("account") }),
  /** Everything may have changed: the emulator was reset or restored. */
  z.object({ type: z.literal("reset") }),
]);
export type AgentEvent = z.infer<typeof AgentEvent>;

/** Something of `text`, `contents` and files must be there. `htmlText` says what `text` says, formatted. */
export const ReplyRequest = z.object({
  agentId: Id,
  text: z.optional(z.string().check(z.maxLength(4096))),
  htmlText: z.optional(z.string().check(z.maxLength(4096))),
  contents: z.optional(z.array(RichContent).check(z.maxLength(10))),
  /** Of this reply alone: sent again with the same key, it is not written a second time. */
  key: z.optional(z.string().check(z.maxLength(64))),
});
export type ReplyRequest = z.infer<typeof ReplyRequest>;

/** A missing field stays as it is; null clears the assignee. */
export const AssignRequest = z.object({
  agentId: Id,
  groupId: z.optional(Id),
  assigneeId: z.optional(z.nullable(Id)),
});
export type AssignRequest = z.infer<typeof AssignRequest>;

export const AvailabilityRequest = z.object({ availability: Availability });
export type AvailabilityRequest = z.infer<typeof AvailabilityRequest>;

export const StatusRequest = z.object({ agentId: Id, status: TicketStatus });
export type StatusRequest = z.infer<typeof StatusRequest>;

export const ActRequest = z.object({ agentId: Id });
export type ActRequest = z.infer<typeof ActRequest>;

export const Refusal = z.object({ error: z.string(), message: z.string() });
export type Refusal = z.infer<typeof Refusal>;
