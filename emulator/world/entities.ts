/** What the emulated account holds. Schemas, because it is read back from disk. */
import * as z from "zod";

export const Metadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type Metadata = z.infer<typeof Metadata>;

const time = z.number();

export const User = z.object({
  id: z.string(),
  externalId: z.string().optional(),
  /** The Support user that stands for the same person, once a ticket linked them. */
  zendeskId: z.number().optional(),
  profile: z.object({
    givenName: z.string().optional(),
    surname: z.string().optional(),
    email: z.string().optional(),
    avatarUrl: z.string().optional(),
    locale: z.string().optional(),
  }),
  metadata: Metadata,
  signedUpAt: z.string(),
  toBeRetained: z.boolean(),
});
export type User = z.infer<typeof User>;

export const Conversation = z.object({
  id: z.string(),
  userId: z.string(),
  displayName: z.string().optional(),
  description: z.string().optional(),
  iconUrl: z.string().optional(),
  metadata: Metadata,
  isDefault: z.boolean(),
  createdAt: time,
  lastUpdatedAt: time.optional(),
  businessLastRead: time.optional(),
  /** Switchboard integrations. */
  active: z.string().optional(),
  pending: z.string().optional(),
  /** Control was passed to Agent Workspace by a call, or a ticket existed before. */
  passed: z.boolean(),
  passMetadata: Metadata,
  /** Messages since the last ticket's session ended: what a new ticket needs. */
  fresh: z.enum(["none", "some", "user"]),
  /** The ticket whose session is open. */
  ticketId: z.number().optional(),
});
export type Conversation = z.infer<typeof Conversation>;

export const Content = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  htmlText: z.string().optional(),
  markdownText: z.string().optional(),
  mediaUrl: z.string().optional(),
  mediaType: z.string().optional(),
  mediaSize: z.number().optional(),
  altText: z.string().optional(),
  attachmentId: z.string().optional(),
});
export type Content = z.infer<typeof Content>;

export const activityTypes = ["ticket:closed", "ticket:transfer:email", "conversation:endedByUser"] as const;

export const Message = z.object({
  id: z.string(),
  conversationId: z.string(),
  received: time,
  author: z.object({
    type: z.enum(["user", "business"]),
    subtypes: z.array(z.string()).optional(),
    userId: z.string().optional(),
    displayName: z.string().optional(),
    avatarUrl: z.string().optional(),
  }),
  content: Content,
  source: z.object({ type: z.string(), integrationId: z.string().optional() }),
  metadata: Metadata.optional(),
  activity: z.object({ type: z.enum(activityTypes) }).optional(),
  /** The ticket it went into while its session was open. */
  ticketId: z.number().optional(),
});
export type Message = z.infer<typeof Message>;

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
  conversationId: z.string(),
  /** Messages said before the ticket, oldest first. */
  history: z.array(z.string()),
  sessionOpen: z.boolean(),
  unread: z.number(),
  /** What happened to the ticket besides messages, for the operator's eyes. */
  events: z.array(z.object({ at: time, text: z.string() })),
});
export type Ticket = z.infer<typeof Ticket>;

/** A person on the Support side: operators and requesters. */
export const Person = z.object({
  id: z.number(),
  name: z.string(),
  email: z.string().optional(),
  role: z.enum(["admin", "agent", "end-user"]),
  externalId: z.string().optional(),
  locale: z.string(),
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

export const Integration = z.object({
  id: z.string(),
  type: z.literal("custom"),
  displayName: z.string(),
  status: z.enum(["active", "inactive", "error"]),
});
export type Integration = z.infer<typeof Integration>;

export const Webhook = z.object({
  id: z.string(),
  integrationId: z.string(),
  target: z.string(),
  triggers: z.array(z.string()),
  secret: z.string(),
  includeFullUser: z.boolean(),
  includeFullSource: z.boolean(),
  /** What the HEAD probe of the target's root said when the webhook was saved (zendesk.md §3). */
  probe: z.object({ at: time, status: z.number().optional(), error: z.string().optional() }).optional(),
});
export type Webhook = z.infer<typeof Webhook>;

export const Attempt = z.object({
  at: time,
  status: z.number().optional(),
  answer: z.string().optional(),
  error: z.string().optional(),
});

export const Delivery = z.object({
  id: z.string(),
  webhookId: z.string(),
  target: z.string(),
  body: z.unknown(),
  attempts: z.array(Attempt),
  state: z.enum(["pending", "delivered", "failed"]),
  /** When the next attempt is due. */
  nextAt: time.optional(),
});
export type Delivery = z.infer<typeof Delivery>;

export const SwitchboardIntegration = z.object({
  id: z.string(),
  name: z.string(),
  integrationId: z.string(),
  integrationType: z.string(),
  deliverStandbyEvents: z.boolean(),
  nextSwitchboardIntegrationId: z.string().optional(),
  messageHistoryCount: z.number().optional(),
});
export type SwitchboardIntegration = z.infer<typeof SwitchboardIntegration>;

export const Attachment = z.object({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number(),
  conversationId: z.string().optional(),
  createdAt: time,
});
export type Attachment = z.infer<typeof Attachment>;

/** A Conversations API key; `integrationId` makes it an integration's own. */
export const Key = z.object({
  id: z.string(),
  secret: z.string(),
  displayName: z.string(),
  integrationId: z.string().optional(),
});
export type Key = z.infer<typeof Key>;

export const ApiToken = z.object({ id: z.string(), token: z.string(), creatorId: z.number() });
export type ApiToken = z.infer<typeof ApiToken>;

export const OauthClient = z.object({ id: z.string(), secret: z.string(), userId: z.number() });
export type OauthClient = z.infer<typeof OauthClient>;

export const OauthToken = z.object({
  id: z.string(),
  userId: z.number(),
  scopes: z.array(z.string()),
  expiresAt: time,
});
export type OauthToken = z.infer<typeof OauthToken>;

export const LedgerEntry = z.object({
  seq: z.number(),
  at: time,
  method: z.string(),
  path: z.string(),
  status: z.number(),
  request: z.unknown(),
  response: z.unknown(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const Settings = z.object({
  /** Who answers a conversation that nobody controls. */
  defaultResponder: z.enum(["agentWorkspace", "zendeskBot", "none"]),
  /** Sources disagree (zendesk.md §5.4): with the first user message, or when control is passed. */
  ticketBornAt: z.enum(["firstUserMessage", "passControl"]),
  multiConversations: z.boolean(),
  privateAttachments: z.boolean(),
  /** Whether `dataCapture.systemField.group_id` is honoured. */
  groupMetadata: z.enum(["honoured", "ignored"]),
  /** "Allow API token access". */
  apiTokenAccess: z.boolean(),
  /** API tokens as after 2027-04-30 (zendesk.md §1). */
  apiTokensRetired: z.boolean(),
  /** Off: when an operator ends a session only control moves. */
  endSessionActivityMessage: z.boolean(),
  /** Operators join every group that is created: a convenience of the demo account. */
  autoJoinNewGroups: z.boolean(),
});
export type Settings = z.infer<typeof Settings>;

export const Account = z.object({
  id: z.literal("account"),
  seed: z.enum(["demo", "empty"]),
  appId: z.string(),
  brandId: z.string(),
  name: z.string(),
  switchboardId: z.string(),
  signingKey: z.string(),
  /** Where the demo webhook points, kept through a reset to another account and back. */
  demoTarget: z.string(),
  settings: Settings,
});
export type Account = z.infer<typeof Account>;
