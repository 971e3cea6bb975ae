/** The contract between the console's pages (or a script) and `/api/console/…`. */
import * as z from "zod/mini";

/** Half a surrogate pair can be neither stored nor sent to Zendesk. */
const wellFormed = z.refine<string>((value) => value.isWellFormed());
const shortText = z.string().check(z.maxLength(300), wellFormed);
/** A name is shown in a line with other words: nothing in it breaks the line or turns the reading direction. */
const nameText = z
  .string()
  .check(
    z.trim(),
    z.minLength(1),
    z.maxLength(100),
    wellFormed,
    z.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u),
  );

/** `POST /api/console/login`. `as: "bearer"` answers with a token for scripts instead of a cookie. */
export const loginRequestSchema = z.object({
  username: shortText,
  password: shortText,
  as: z.optional(z.enum(["cookie", "bearer"])),
});
export const loginAnswerSchema = z.object({
  csrfToken: z.optional(z.string()),
  token: z.optional(z.string()),
});

/** `GET /api/console/me` */
export const meSchema = z.object({
  username: z.string(),
  /** To be sent as `x-csrf-token` with every change made under a cookie. */
  csrfToken: z.optional(z.string()),
  bots: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type Me = z.infer<typeof meSchema>;

// ── Preferences › Bot › General: GET and PUT /api/console/bots/{botId}/preferences/general ───────────────────

export const escalationTypes = ["NONE", "ZENDESK"] as const;
export const generalPreferencesSchema = z.object({
  name: nameText,
  escalationType: z.enum(escalationTypes),
});
export type GeneralPreferences = z.infer<typeof generalPreferencesSchema>;

// ── Preferences › Livechat settings › External connector: …/livechat/connector ──────────────────────────────

/** Every field of the form, by the name the answers use to point at it. */
export const connectorFields = [
  "domain",
  "appId",
  "integrationId",
  "keyId",
  "keySecret",
  "email",
  "apiToken",
  "clientId",
  "clientSecret",
  "senderId",
] as const;
export type ConnectorField = (typeof connectorFields)[number];

/**
 * `PUT …/livechat/connector`: what the Update button sends. A secret left out keeps the stored one; changing
 * the domain or the ids clears the stored secrets, so they must be given again then.
 */
export const connectorFormSchema = z.object({
  /** As pasted: scheme, port and path are tolerated. */
  domain: shortText,
  appId: shortText,
  integrationId: shortText,
  keyId: shortText,
  keySecret: z.optional(shortText),
  /** Block 3: an API token with its creator's e-mail, or an OAuth client. */
  api: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("token"), email: shortText, apiToken: z.optional(shortText) }),
    z.object({ kind: z.literal("oauth"), clientId: shortText, clientSecret: z.optional(shortText) }),
  ]),
  /** Name of the bot variable whose value tells the operator who the visitor is; empty: none. */
  senderId: shortText,
  /** Save although Zendesk cannot be reached to check. */
  saveUnchecked: z.optional(z.boolean()),
  /** Chosen group id by skill id, where several groups have a skill's name. */
  groupChoices: z.optional(z.record(z.string(), z.string())),
});
export type ConnectorForm = z.infer<typeof connectorFormSchema>;

/** Why a field was refused; likeliest first where several are given. */
export const problemReasons = [
  "required",
  "invalid_format",
  "host_refused",
  "domain_unknown",
  "key_not_app_scope",
  "key_wrong",
  "app_unknown",
  "integration_unknown",
  "integration_not_custom",
  "token_wrong",
  "token_access_off",
  "token_retired",
  "email_wrong",
  "not_admin",
  "oauth_client_wrong",
  "oauth_scope_missing",
  "integration_taken",
  "variable_unknown",
] as const;
export type ProblemReason = (typeof problemReasons)[number];

export const fieldProblemSchema = z.object({
  field: z.enum(connectorFields),
  reasons: z.array(z.enum(problemReasons)),
});
export type FieldProblem = z.infer<typeof fieldProblemSchema>;

/** Saved all the same, shown until it is mended; `PUT` or `POST …/livechat/connector/check` tries again. */
export const setupWarningSchema = z.discriminatedUnion("code", [
  /** No webhook of the integration points at our URL. */
  z.object({ code: z.literal("webhook_missing"), targets: z.array(z.string()) }),
  /** Our webhook URL is not one that Zendesk can reach (loopback or private) while the account is a real one. */
  z.object({ code: z.literal("webhook_unreachable"), url: z.string() }),
  /** "Include full user" or "Include full source" is not ticked. */
  z.object({ code: z.literal("box_missing"), box: z.enum(["includeFullUser", "includeFullSource"]) }),
  /** "Conversation message" is not subscribed. */
  z.object({ code: z.literal("trigger_missing"), trigger: z.string() }),
  z.object({
    code: z.literal("group_not_created"),
    skillId: z.string(),
    skill: z.string(),
    detail: z.string(),
  }),
  /** Several groups have the skill's name: one must be chosen. */
  z.object({
    code: z.literal("group_ambiguous"),
    skillId: z.string(),
    skill: z.string(),
    choices: z.array(z.object({ groupId: z.string(), members: z.number(), createdAt: z.string() })),
  }),
  /** Nobody is in the group: escalations go on without a group. */
  z.object({ code: z.literal("group_empty"), skillId: z.string(), skill: z.string() }),
  /** No `zd:agentWorkspace` stands in the switchboard. */
  z.object({ code: z.literal("agent_workspace_missing") }),
]);
export type SetupWarning = z.infer<typeof setupWarningSchema>;

export const connectorViewSchema = z.object({
  /** "Webhook URL to provide to Zendesk": there from the moment ZENDESK is saved, never changes. */
  webhookUrl: z.string(),
  domain: z.string(),
  appId: z.string(),
  integrationId: z.string(),
  keyId: z.string(),
  keySecretStored: z.boolean(),
  api: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("token"), email: z.string(), apiTokenStored: z.boolean() }),
    z.object({ kind: z.literal("oauth"), clientId: z.string(), clientSecretStored: z.boolean() }),
  ]),
  senderId: z.string(),
  /** `empty`: never saved; `unchecked`: saved while Zendesk was out of reach; `checked`: accepted by Zendesk at `checkedAt`. */
  state: z.enum(["empty", "unchecked", "checked"]),
  checkedAt: z.optional(z.number()),
  warnings: z.array(setupWarningSchema),
  /** What each skill became in Zendesk. */
  groups: z.array(
    z.object({
      skillId: z.string(),
      skill: z.string(),
      groupId: z.optional(z.string()),
      members: z.optional(z.number()),
    }),
  ),
  /** Names of the variables that the bot's knowledge fills: suggestions for the sender id. */
  variables: z.array(z.string()),
});
export type ConnectorView = z.infer<typeof connectorViewSchema>;

/** The answer to Update. Status 200 when saved, 422 when refused, 503 when Zendesk was out of reach. */
export const updateAnswerSchema = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("saved"),
    connector: connectorViewSchema,
    createdGroups: z.array(z.string()),
  }),
  /** Nothing was saved. `problems` holds the smallest set of fields that Zendesk's answer allows to blame. */
  z.object({ outcome: z.literal("refused"), problems: z.array(fieldProblemSchema) }),
  /** Nothing was saved; the same form with `saveUnchecked` saves it. */
  z.object({ outcome: z.literal("unreachable"), host: z.string(), detail: z.string() }),
]);
export type UpdateAnswer = z.infer<typeof updateAnswerSchema>;

/** `POST …/livechat/connector/check`: tries again with what is stored; answers like Update. */
export const connectorCheckRequestSchema = z.object({
  /** As in the form. */
  groupChoices: z.optional(z.record(z.string(), z.string())),
});

// ── Preferences › Livechat settings › When a livechat ends: GET, PUT …/livechat/ends ────────────────────────

/** A week. */
export const longestSolvedMinutes = 7 * 24 * 60;

/** Livechats that have begun keep what they began with. */
export const livechatEndsSchema = z.object({
  /** Solve the ticket when the visitor leaves. */
  solveOnLeave: z.boolean(),
  /** How long a visitor whose ticket was solved may stay silent before the livechat ends; 0: as long as he likes. */
  solvedEndsAfterMinutes: z.int().check(z.minimum(0), z.maximum(longestSolvedMinutes)),
});
export type LivechatEnds = z.infer<typeof livechatEndsSchema>;

// ── Preferences › Livechat settings › Skills: GET, POST …/livechat/skills, DELETE …/livechat/skills/{skillId} ─

export const skillSchema = z.object({ id: z.string(), name: z.string(), usedBy: z.array(z.string()) });
export type SkillView = z.infer<typeof skillSchema>;
export const skillsAnswerSchema = z.object({ skills: z.array(skillSchema) });
export const skillRequestSchema = z.object({
  name: nameText,
});

// ── Channels: GET …/channels ────────────────────────────────────────────────────────────────────────────────

export const channelsAnswerSchema = z.object({
  channels: z.array(z.object({ id: z.string(), title: z.string(), previewUrl: z.string() })),
});
export type ChannelView = z.infer<typeof channelsAnswerSchema>["channels"][number];

// ── Deliveries that were given up: GET …/deliveries, POST …/deliveries/{handoffId}/{position}/retry ──────────

/** Deliveries in one answer. */
export const deliveriesPage = 50;

export const deliveriesAnswerSchema = z.object({
  deliveries: z.array(
    z.object({
      handoffId: z.string(),
      /** In the lane of its handoff. */
      position: z.number(),
      conversationId: z.string(),
      /** What was to be done, e.g. `message`, `note` or `solve`; `unreadable` when the row is damaged. */
      kind: z.string(),
      /** Of the message in its conversation. */
      seq: z.optional(z.number()),
      /** Why it was given up: a code, as in every error. */
      code: z.string(),
      givenUpAt: z.iso.datetime(),
      /** The position under which it was tried again. */
      retriedAs: z.optional(z.number()),
    }),
  ),
  /** For `?before=`; absent on the last page. */
  next: z.optional(z.number()),
});
export const retriedAnswerSchema = z.object({
  /** The delivery's new position in its lane. */
  position: z.number(),
});
