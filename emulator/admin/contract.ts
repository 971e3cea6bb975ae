/**
 * The contract between Admin Center and the API behind it (`/admin/api/…`). zod/mini, so that the page bundles
 * it. Every call names in the header `x-agent-id` who acts; only admins may, others are refused with 403 and
 * `not_admin`.
 *
 * | request | answer |
 * |---|---|
 * | `GET /admin/api/account` | `AccountFacts` |
 * | `GET /admin/api/integrations` | `IntegrationList` |
 * | `POST /admin/api/integrations` | `IntegrationDraft` → 201 `NewIntegration`: the one time the secret is told |
 * | `GET /admin/api/integrations/{id}` | `IntegrationDetail` |
 * | `PATCH /admin/api/integrations/{id}` | `IntegrationDraft` → `IntegrationDetail` |
 * | `DELETE /admin/api/integrations/{id}` | its webhook and keys go with it |
 * | `POST /admin/api/integrations/{id}/keys` | `NameDraft` → 201 `NewKey` |
 * | `GET /admin/api/keys` | `KeyList`: the app's own |
 * | `POST /admin/api/keys` | `NameDraft` → 201 `NewKey` |
 * | `DELETE /admin/api/keys/{id}` | also an integration's |
 * | `GET /admin/api/api-tokens` | `TokenList` |
 * | `POST /admin/api/api-tokens` | `TokenDraft` → 201 `NewToken` |
 * | `DELETE /admin/api/api-tokens/{id}` | |
 * | `GET /admin/api/oauth-clients` | `ClientList` |
 * | `POST /admin/api/oauth-clients` | `ClientDraft` → 201 `NewClient` |
 * | `DELETE /admin/api/oauth-clients/{id}` | its tokens go with it |
 * | `GET /admin/api/settings`, `PATCH` | `SettingsAnswer`; a change names some of the switches |
 * | `GET /admin/api/team-members` | `MemberList` |
 * | `POST /admin/api/team-members` | `MemberDraft` → 201 `MemberAnswer` |
 * | `PATCH /admin/api/team-members/{id}` | `AvailabilityDraft` → `MemberAnswer` |
 * | `GET /admin/api/groups` | `GroupList` |
 * | `POST /admin/api/groups` | `GroupDraft` → 201 `GroupAnswer` |
 * | `GET /admin/api/groups/{id}`, `PATCH` (`GroupDraft`), `DELETE` | `GroupAnswer` |
 * | `PUT`, `DELETE /admin/api/groups/{id}/members/{memberId}` | `GroupAnswer` |
 *
 * A refusal answers 4xx with `AdminRefusal`: the page has words for its `error`, and `field` is where they go.
 */
import * as z from "zod/mini";

const Id = z.string();
/** Milliseconds since 1970. */
const Time = z.number();

export const AdminRefusal = z.object({
  error: z.string(),
  message: z.string(),
  field: z.optional(z.string()),
});
export type AdminRefusal = z.infer<typeof AdminRefusal>;

export const AccountFacts = z.object({
  name: z.string(),
  /** What is typed as domain name: where the emulator is reached. */
  domain: z.string(),
  appId: Id,
  seed: z.enum(["demo", "empty"]),
});
export type AccountFacts = z.infer<typeof AccountFacts>;

/** What an integration may subscribe to (zendesk.md §3); the first is the one a connector needs. */
export const webhookTriggers = [
  "conversation:message",
  "conversation:create",
  "conversation:join",
  "conversation:leave",
  "conversation:remove",
  "conversation:postback",
  "conversation:read",
  "conversation:referral",
  "conversation:typing",
  "conversation:message:delivery:channel",
  "conversation:message:delivery:failure",
  "conversation:message:delivery:user",
  "client:add",
  "client:remove",
  "client:update",
  "passthrough:messaging",
  "switchboard:acceptControl",
  "switchboard:acceptControl:failure",
  "switchboard:offerControl",
  "switchboard:offerControl:failure",
  "switchboard:passControl",
  "switchboard:passControl:failure",
  "switchboard:releaseControl",
  "user:merge",
  "user:remove",
  "user:update",
] as const;
export type WebhookTrigger = (typeof webhookTriggers)[number];

const webhookFields = {
  target: z.string(),
  /** Subscriptions made by API may be others than the page knows. */
  triggers: z.array(z.string()),
  includeFullUser: z.boolean(),
  includeFullSource: z.boolean(),
};

export const Webhook = z.object({
  id: Id,
  ...webhookFields,
  /** What the HEAD request to the target's root was answered when the webhook was saved. */
  probe: z.optional(z.object({ at: Time, status: z.optional(z.number()), error: z.optional(z.string()) })),
});
export type Webhook = z.infer<typeof Webhook>;

export const IntegrationSummary = z.object({
  id: Id,
  name: z.string(),
  status: z.enum(["active", "inactive", "error"]),
  /** Missing when it was taken away by API. */
  webhook: z.optional(Webhook),
  /** How many API keys it has. */
  keys: z.number(),
});
export type IntegrationSummary = z.infer<typeof IntegrationSummary>;
export const IntegrationList = z.object({ integrations: z.array(IntegrationSummary) });

/** A key without its secret. */
export const Key = z.object({ id: Id, name: z.string() });
export type Key = z.infer<typeof Key>;
export const KeyList = z.object({ keys: z.array(Key) });
export const NewKey = z.object({ key: Key, secret: z.string() });
export type NewKey = z.infer<typeof NewKey>;
export const NameDraft = z.object({ name: z.string() });

/** One delivery of a webhook as its last attempt left it. */
export const DeliverySummary = z.object({
  id: Id,
  at: Time,
  events: z.array(z.string()),
  attempts: z.number(),
  state: z.enum(["pending", "delivered", "failed"]),
  status: z.optional(z.number()),
  error: z.optional(z.string()),
});
export type DeliverySummary = z.infer<typeof DeliverySummary>;

export const IntegrationDetail = z.object({
  integration: IntegrationSummary,
  appId: Id,
  keys: z.array(Key),
  /** The newest first, at most 20. */
  deliveries: z.array(DeliverySummary),
});
export type IntegrationDetail = z.infer<typeof IntegrationDetail>;

export const IntegrationDraft = z.object({ name: z.string(), ...webhookFields });
export type IntegrationDraft = z.infer<typeof IntegrationDraft>;
export const NewIntegration = z.object({ id: Id, webhookId: Id, secret: z.string() });
export type NewIntegration = z.infer<typeof NewIntegration>;

const Person = z.object({ name: z.string(), email: z.string() });

export const Token = z.object({
  id: Id,
  description: z.string(),
  creator: z.optional(Person),
  createdAt: Time,
  lastUsedAt: z.optional(Time),
});
export type Token = z.infer<typeof Token>;
export const TokenList = z.object({ tokens: z.array(Token) });
export const TokenDraft = z.object({ description: z.string() });
export const NewToken = z.object({ token: Token, value: z.string() });
export type NewToken = z.infer<typeof NewToken>;

export const OauthClient = z.object({
  /** The unique identifier, which programs give as `client_id`. */
  id: Id,
  name: z.string(),
  description: z.string(),
  redirectUris: z.array(z.string()),
  actsFor: z.optional(Person),
  createdAt: Time,
});
export type OauthClient = z.infer<typeof OauthClient>;
export const ClientList = z.object({ clients: z.array(OauthClient) });
export const ClientDraft = z.object({
  name: z.string(),
  identifier: z.string(),
  description: z.string(),
  redirectUris: z.array(z.string()),
});
export type ClientDraft = z.infer<typeof ClientDraft>;
export const NewClient = z.object({ client: OauthClient, secret: z.string() });
export type NewClient = z.infer<typeof NewClient>;

/** The account's switches by name; what they mean is the emulator's affair. */
export const SettingsAnswer = z.object({ settings: z.record(z.string(), z.unknown()) });

export const availabilities = ["online", "away", "transfers_only", "offline"] as const;
export const Availability = z.enum(availabilities);
export type Availability = z.infer<typeof Availability>;

export const Member = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  role: z.enum(["admin", "agent"]),
  availability: Availability,
  groups: z.array(z.object({ id: Id, name: z.string() })),
});
export type Member = z.infer<typeof Member>;
export const MemberList = z.object({ members: z.array(Member) });
export const MemberAnswer = z.object({ member: Member });
export const MemberDraft = z.object({
  name: z.string(),
  email: z.string(),
  role: z.enum(["admin", "agent"]),
});
export type MemberDraft = z.infer<typeof MemberDraft>;
export const AvailabilityDraft = z.object({ availability: Availability });

export const Group = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  default: z.boolean(),
  members: z.array(z.object({ id: Id, name: z.string(), email: z.string() })),
});
export type Group = z.infer<typeof Group>;
export const GroupList = z.object({ groups: z.array(Group) });
export const GroupAnswer = z.object({ group: Group });
export const GroupDraft = z.object({ name: z.string(), description: z.string() });
export type GroupDraft = z.infer<typeof GroupDraft>;
