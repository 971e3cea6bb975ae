/** What the account holds on the side of Support: people, groups, tickets and their credentials. */
import * as z from "zod";

const time = z.number();

export const ticketStatuses = ["new", "open", "pending", "hold", "solved", "closed"] as const;

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
  createdAt: time,
  updatedAt: time,
  /** Missing when the ticket was not born from messaging. */
  conversationId: z.string().optional(),
  /** Messages said before the ticket, oldest first. */
  history: z.array(z.string()),
  sessionOpen: z.boolean(),
  unread: z.number(),
  /** What happened to the ticket besides messages, for the operator's eyes. */
  events: z.array(z.object({ at: time, text: z.string() })),
});
export type Ticket = z.infer<typeof Ticket>;

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
  createdAt: time,
});
export type Person = z.infer<typeof Person>;

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
