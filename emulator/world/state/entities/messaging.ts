/** What the account holds on the side of Sunshine Conversations. */
import * as z from "zod";

const time = z.number();

export const Metadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type Metadata = z.infer<typeof Metadata>;

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
  /** Of a user who is kept apart for one brand. */
  brandId: z.string().optional(),
  /** Through a login of the widget or the help center; the API makes nobody authenticated. */
  authenticated: z.boolean().optional(),
  identities: z
    .array(z.object({ type: z.string(), value: z.string(), verification: z.string().optional() }))
    .optional(),
});
export type User = z.infer<typeof User>;

export const Conversation = z.object({
  id: z.string(),
  /** Personal when missing. */
  type: z.enum(["personal", "sdkGroup"]).optional(),
  /** Its user; of a group the first who joined, or empty when there is none. */
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

/** A user in a conversation. */
export const Participant = z.object({
  id: z.string(),
  conversationId: z.string(),
  userId: z.string(),
  /** The message up to which the user has read. */
  lastReadMessageId: z.string().optional(),
  lastRead: time.optional(),
});
export type Participant = z.infer<typeof Participant>;

/** The address of a user on a channel outside the SDKs. */
export const Client = z.object({
  id: z.string(),
  userId: z.string(),
  type: z.string(),
  status: z.enum(["active", "blocked", "inactive", "pending"]),
  integrationId: z.string(),
  externalId: z.string().optional(),
  displayName: z.string().optional(),
  linkedAt: time.optional(),
  /** The conversation it was linked for. */
  conversationId: z.string(),
});
export type Client = z.infer<typeof Client>;

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
  quotedMessage: z.looseObject({ type: z.string() }).optional(),
  /** The channel it was meant for; of type `none` it is not shown to the user. */
  destination: z
    .object({ integrationId: z.string().optional(), integrationType: z.string().optional() })
    .optional(),
  /** Redacted: only its place is left. */
  deleted: z.boolean().optional(),
  /** The ticket it went into while its session was open. */
  ticketId: z.number().optional(),
});
export type Message = z.infer<typeof Message>;

export const integrationTypes = [
  "android",
  "apple",
  "custom",
  "instagram",
  "ios",
  "line",
  "mailgun",
  "messagebird",
  "messenger",
  "telegram",
  "twilio",
  "twitter",
  "unity",
  "viber",
  "web",
  "whatsapp",
] as const;

export const Integration = z.object({
  id: z.string(),
  type: z.enum(integrationTypes),
  displayName: z.string(),
  status: z.enum(["active", "inactive", "error"]),
  /** What a channel was configured with, secrets included. */
  config: z.record(z.string(), z.unknown()).optional(),
  /** The switchboard integration that answers its conversations first. */
  defaultResponderId: z.string().optional(),
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

/** What faults make of each request of a delivery. */
export const Tricks = z.object({
  secret: z.enum(["wrong", "missing"]).optional(),
  /** Only the first half of the JSON is sent. */
  half: z.boolean().optional(),
  /** So many bytes more than needed. */
  padding: z.number().optional(),
  slow: z.object({ pieces: z.number(), pauseMs: z.number() }).optional(),
  /** So many answers are lost. */
  answersLost: z.number().optional(),
});
export type Tricks = z.infer<typeof Tricks>;

export const Delivery = z.object({
  id: z.string(),
  webhookId: z.string(),
  target: z.string(),
  body: z.unknown(),
  attempts: z.array(Attempt),
  state: z.enum(["pending", "delivered", "failed"]),
  /** When the next attempt is due. */
  nextAt: time.optional(),
  /** The actions of the faults that struck it. */
  faults: z.array(z.string()).optional(),
  tricks: Tricks.optional(),
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
  /** Goes with the message that shows it. */
  forMessage: z.boolean().optional(),
  createdAt: time,
});
export type Attachment = z.infer<typeof Attachment>;

/** A Conversations API key; `integrationId` makes it an integration's own. */
export const Key = z.object({
  id: z.string(),
  secret: z.string(),
  displayName: z.string(),
  integrationId: z.string().optional(),
  createdAt: time.optional(),
});
export type Key = z.infer<typeof Key>;
