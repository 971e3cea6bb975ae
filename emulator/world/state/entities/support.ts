/** What the account holds on the side of Support: people, groups, tickets and their credentials. */
import * as z from "zod";

const time = z.number();

export const ticketStatuses = ["new", "open", "pending", "hold", "solved", "closed"] as const;

export const ticketTypes = ["problem", "incident", "question", "task"] as const;
export const ticketPriorities = ["low", "normal", "high", "urgent"] as const;

export const Ticket = z.object({
  id: z.number(),
  subject: z.string(),
  status: z.enum(ticketStatuses),
  requesterId: z.number(),
  groupId: z.number().optional(),
  assigneeId: z.number().optional(),
  tags: z.array(z.string()),
  priority: z.string().optional(),
  customFields: z.record(z.string(), z.string()),
  recipient: z.string().optional(),
  organizationId: z.number().optional(),
  brandId: z.number().optional(),
  /** The channel shown, e.g. `whatsapp`; the API's own when missing. */
  channel: z.string().optional(),
  /** When it was last solved, while it is. */
  solvedAt: time.optional(),
  /** The satisfaction survey was sent. */
  surveyed: z.boolean().optional(),
  createdAt: time,
  updatedAt: time,
  /** Missing when the ticket was not born from messaging. */
  conversationId: z.string().optional(),
  /** Messages said before the ticket, oldest first. */
  history: z.array(z.string()),
  sessionOpen: z.boolean(),
  unread: z.number(),
  type: z.enum(ticketTypes).optional(),
  externalId: z.string().optional(),
  /** Who wrote it, where that is not the requester. */
  submitterId: z.number().optional(),
  /** The first comment's text; the subject where there is none. */
  description: z.string().optional(),
  /** What happened to the ticket besides messages, for the operator's eyes. */
  events: z.array(z.object({ at: time, text: z.string() })),
  /** The keys of the operators' last replies, by which one that is sent again is known. */
  replyKeys: z.array(z.string()).optional(),
});
export type Ticket = z.infer<typeof Ticket>;

/** A ticket that was deleted: to be restored for 30 days. */
export const DeletedTicket = z.object({
  id: z.number(),
  ticket: Ticket,
  actorId: z.number(),
  deletedAt: time,
});
export type DeletedTicket = z.infer<typeof DeletedTicket>;

const AuditValue = z.union([z.string(), z.array(z.string()), z.null()]);

/** One entry of an audit; `id` is the comment's id where it is one. */
export const AuditEvent = z.object({
  id: z.number(),
  type: z.enum(["Create", "Change", "Comment"]),
  /** As the API names it, e.g. `group_id`; a custom field by its number. */
  field: z.string().optional(),
  value: AuditValue.optional(),
  previous: AuditValue.optional(),
  body: z.string().optional(),
  htmlBody: z.string().optional(),
  public: z.boolean().optional(),
  authorId: z.number().optional(),
  attachments: z.array(z.number()).optional(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

/** Everything that one act changed on a ticket, comments among it. */
export const Audit = z.object({
  id: z.number(),
  ticketId: z.number(),
  /** -1 is Zendesk itself. */
  authorId: z.number(),
  channel: z.string(),
  createdAt: time,
  events: z.array(AuditEvent),
});
export type Audit = z.infer<typeof Audit>;

/** A file for a ticket's comment; `token` names the upload it came with until a comment takes it. */
export const CommentFile = z.object({
  id: z.number(),
  token: z.string(),
  /** In the address it is fetched from. */
  key: z.string(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number(),
  uploadedBy: z.number(),
  createdAt: time,
  attached: z.boolean(),
});
export type CommentFile = z.infer<typeof CommentFile>;

export const ticketFieldTypes = [
  "text",
  "textarea",
  "checkbox",
  "date",
  "integer",
  "decimal",
  "regexp",
  "tagger",
  "multiselect",
] as const;

/** A custom field of tickets. */
export const TicketField = z.object({
  id: z.number(),
  type: z.enum(ticketFieldTypes),
  title: z.string(),
  description: z.string(),
  active: z.boolean(),
  required: z.boolean(),
  regexp: z.string().optional(),
  tag: z.string().optional(),
  options: z.array(z.object({ id: z.number(), name: z.string(), value: z.string() })),
  position: z.number(),
  createdAt: time,
  updatedAt: time,
});
export type TicketField = z.infer<typeof TicketField>;

export const availabilities = ["online", "away", "transfers_only", "offline"] as const;

/** A person on the Support side: operators and requesters. */
export const Person = z.object({
  id: z.number(),
  name: z.string(),
  email: z.string().optional(),
  role: z.enum(["admin", "agent", "end-user"]),
  externalId: z.string().optional(),
  locale: z.string(),
  /** Of an operator for messaging; an end user's says nothing. */
  availability: z.enum(availabilities).default("online"),
  availabilityAt: time.optional(),
  /** Known by id, found by nobody. */
  deleted: z.boolean().optional(),
  suspended: z.boolean().optional(),
  verified: z.boolean().optional(),
  phone: z.string().optional(),
  notes: z.string().optional(),
  details: z.string().optional(),
  tags: z.array(z.string()).optional(),
  createdAt: time,
  updatedAt: time.optional(),
});
export type Person = z.infer<typeof Person>;

export const identityTypes = [
  "email",
  "messaging",
  "phone_number",
  "twitter",
  "facebook",
  "google",
  "agent_forwarding",
] as const;

/** A way to reach a person or to know them by; of `messaging` the value is the Sunshine Conversations user. */
export const Identity = z.object({
  id: z.number(),
  personId: z.number(),
  type: z.enum(identityTypes),
  value: z.string(),
  primary: z.boolean(),
  verified: z.boolean(),
  createdAt: time,
  updatedAt: time,
});
export type Identity = z.infer<typeof Identity>;

export const Group = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string(),
  default: z.boolean(),
  deleted: z.boolean(),
  isPublic: z.boolean(),
  createdAt: time,
  updatedAt: time,
});
export type Group = z.infer<typeof Group>;

export const Membership = z.object({
  id: z.number(),
  userId: z.number(),
  groupId: z.number(),
  default: z.boolean(),
  createdAt: time,
});
export type Membership = z.infer<typeof Membership>;

/** A token works with the e-mail of any verified operator; its creator is who Admin Center shows (zendesk.md §1). */
export const ApiToken = z.object({
  id: z.string(),
  token: z.string(),
  creatorId: z.number(),
  description: z.string().default(""),
  createdAt: time.default(0),
  lastUsedAt: time.optional(),
});
export type ApiToken = z.infer<typeof ApiToken>;

/** `id` is the unique identifier that a program gives as `client_id`; `userId` is who its tokens act for. */
export const OauthClient = z.object({
  id: z.string(),
  /** The record's id, as lists of tokens name the client. */
  number: z.number().optional(),
  secret: z.string(),
  userId: z.number(),
  name: z.string().default(""),
  description: z.string().default(""),
  redirectUris: z.array(z.string()).default([]),
  createdAt: time.default(0),
});
export type OauthClient = z.infer<typeof OauthClient>;

/** An access token, and the refresh token that was given with it; `id` is the token itself. */
export const OauthToken = z.object({
  id: z.string(),
  /** What lists and revokes it without naming the secret. */
  number: z.number().default(0),
  clientId: z.string().default(""),
  userId: z.number(),
  scopes: z.array(z.string()),
  createdAt: time.default(0),
  lastUsedAt: time.optional(),
  expiresAt: time,
  refreshToken: z.string().optional(),
  refreshExpiresAt: time.optional(),
});
export type OauthToken = z.infer<typeof OauthToken>;

/** A code that `/oauth/authorizations/new` gave out, to be exchanged once. */
export const OauthCode = z.object({
  id: z.string(),
  clientId: z.string(),
  userId: z.number(),
  redirectUri: z.string(),
  scopes: z.array(z.string()),
  challenge: z.string().optional(),
  challengeMethod: z.enum(["S256", "plain"]).optional(),
  expiresAt: time,
});
export type OauthCode = z.infer<typeof OauthCode>;
