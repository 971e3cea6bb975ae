/** Our own schemas of webhook deliveries, strict: what no document names is wrong (zendesk.md §§3, 3.1). */
import * as z from "zod";

const id = z.string().regex(/^[\da-f]{24}$/u);
const text = z.string().min(1);
const instant = z.iso.datetime();
const metadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const seat = z.strictObject({ id, name: text, integrationId: id, integrationType: text });

const conversation = z.strictObject({
  id,
  type: z.enum(["personal", "sdkGroup"]),
  metadata: metadata.optional(),
  // In real ones, though in no schema (zendesk.md §3.1).
  brandId: text.optional(),
  activeSwitchboardIntegration: seat.optional(),
  pendingSwitchboardIntegration: seat.optional(),
});

/** `profile` and what follows with "include full user" only. */
const user = z.strictObject({
  id,
  externalId: text.optional(),
  authenticated: z.boolean(),
  zendeskId: text.optional(),
  brandId: text.optional(),
  profile: z
    .strictObject({
      givenName: z.string().optional(),
      surname: z.string().optional(),
      email: z.string().optional(),
      avatarUrl: z.string().optional(),
      locale: z.string().optional(),
      localeOrigin: z.string().optional(),
    })
    .optional(),
  signedUpAt: instant.nullable().optional(),
  metadata: metadata.optional(),
  identities: z.array(z.object({ type: text })).optional(),
  toBeRetained: z.boolean().optional(),
});

const client = z.strictObject({
  id,
  type: text,
  status: z.enum(["active", "blocked", "inactive", "pending"]),
  integrationId: id.optional(),
  externalId: z.string().nullable().optional(),
  displayName: z.string().nullable().optional(),
  lastSeen: instant.nullable().optional(),
  linkedAt: instant.nullable().optional(),
  avatarUrl: z.string().nullable().optional(),
  info: z.record(z.string(), z.unknown()).nullable().optional(),
  raw: z.record(z.string(), z.unknown()).nullable().optional(),
});

/** `client` and `device` with "include full source" only. */
const source = z.strictObject({
  type: text,
  integrationId: id.optional(),
  originalMessageId: text.optional(),
  originalMessageTimestamp: instant.optional(),
  client: z.looseObject({}).nullable().optional(),
  device: z.looseObject({}).nullable().optional(),
});

const author = z
  .strictObject({
    type: z.enum(["user", "business"]),
    subtypes: z
      .array(z.enum(["AI", "activity", "agent", "bot"]))
      .max(1)
      .optional(),
    userId: id.optional(),
    displayName: z.string().optional(),
    avatarUrl: z.string().optional(),
    user: user.optional(),
  })
  .refine((value) => (value.type === "user") === (value.userId !== undefined), "users alone have an id")
  .refine((value) => (value.type === "user") === (value.user !== undefined), "users alone are shown");

const message = z.strictObject({
  id,
  received: instant,
  author,
  content: z.looseObject({ type: text }),
  source,
  metadata: metadata.nullable().optional(),
  activity: z
    .strictObject({ type: z.enum(["ticket:closed", "ticket:transfer:email", "conversation:endedByUser"]) })
    .optional(),
  quotedMessage: z.looseObject({ type: text }).optional(),
  deleted: z.boolean().optional(),
});

const activity = (types: readonly [string, ...string[]]) =>
  z.strictObject({ type: z.enum(types), author, source });
const error = z.strictObject({ code: text, message: text });
const reason = z.enum(["ticketClosed", "transferToEmail"]).optional();
const control = z.strictObject({ conversation, metadata: metadata.optional() });
const failure = control.extend({ error });
const people = z.strictObject({ conversation, user });
const delivery = z.strictObject({
  conversation,
  user,
  message: z.strictObject({ id }),
  destination: z.strictObject({ type: text, integrationId: id.optional() }),
  externalMessages: z.array(z.strictObject({ id: text })).optional(),
  isFinalEvent: z.boolean(),
});
const clientChange = z.strictObject({
  conversation: conversation.optional(),
  user,
  client,
  reason: text.optional(),
  source: source.optional(),
});

export const payloads: Readonly<Record<string, z.ZodType>> = {
  "client:add": clientChange,
  "client:remove": clientChange,
  "client:update": clientChange,
  "conversation:create": z.strictObject({
    conversation,
    creationReason: z.enum([
      "linkRequest",
      "message",
      "none",
      "notification",
      "prechatCapture",
      "proactiveMessaging",
      "startConversation",
    ]),
    source,
    user: user.optional(),
    referral: z.looseObject({}).optional(),
  }),
  "conversation:join": people,
  "conversation:leave": people,
  "conversation:remove": z.strictObject({ conversation }),
  "conversation:message": z.strictObject({ conversation, message }),
  "conversation:message:delivery:channel": delivery,
  "conversation:message:delivery:user": delivery,
  "conversation:message:delivery:failure": delivery.extend({ error }),
  "conversation:postback": z.strictObject({
    conversation,
    postback: z.strictObject({ payload: text, metadata: metadata.optional() }),
    user,
    source,
  }),
  "conversation:read": z.strictObject({ conversation, activity: activity(["conversation:read"]) }),
  "conversation:typing": z.strictObject({
    conversation,
    activity: activity(["typing:start", "typing:stop"]),
  }),
  "switchboard:acceptControl": control,
  "switchboard:acceptControl:failure": failure,
  "switchboard:offerControl": control,
  "switchboard:offerControl:failure": failure,
  "switchboard:passControl": control.extend({ reason }),
  "switchboard:passControl:failure": failure,
  "switchboard:releaseControl": control.extend({ reason }),
  "user:merge": z.strictObject({
    mergedUsers: z.strictObject({ surviving: user, discarded: user }),
    mergedConversations: z
      .strictObject({ surviving: z.strictObject({ id }), discarded: z.strictObject({ id }) })
      .optional(),
    mergedClients: z.unknown().optional(),
    discardedMetadata: metadata.optional(),
    reason: z.enum(["api", "channelLinking", "sdkLogin"]),
  }),
  "user:remove": z.strictObject({ user }),
  "user:update": z.strictObject({
    user,
    reason: z.enum(["authentication", "localeDetection"]).optional(),
    source: source.optional(),
  }),
};

const Delivered = z.strictObject({
  app: z.strictObject({ id }),
  webhook: z.strictObject({ id, version: z.literal("v2") }),
  events: z
    .array(
      z.strictObject({ id, createdAt: instant, type: z.enum(Object.keys(payloads)), payload: z.unknown() }),
    )
    .min(1),
});

const words = (prefix: string, issues: readonly z.core.$ZodIssue[]) =>
  issues.map(({ path, message: said }) => `${prefix}: /${path.map(String).join("/")} ${said}`);

/** The events of a delivery. */
export const eventsOf = (body: unknown): { readonly type: string; readonly payload: unknown }[] => {
  const parsed = z
    .object({ events: z.array(z.object({ type: z.string(), payload: z.unknown() })) })
    .safeParse(body);
  return parsed.success ? parsed.data.events : [];
};

/** What is wrong with a delivery's body. */
export function judgeDelivery(body: unknown): string[] {
  const parsed = Delivered.safeParse(body);
  if (!parsed.success) return words("delivery", parsed.error.issues);
  return parsed.data.events.flatMap(({ type, payload }) => {
    const judged = payloads[type]?.safeParse(payload);
    return judged === undefined || judged.success ? [] : words(type, judged.error.issues);
  });
}
