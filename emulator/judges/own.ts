/**
 * Our own schemas for the answers that no OpenAPI file describes: refusals, and the endpoints documented elsewhere.
 * They judge in every copy of the repository.
 */
import * as z from "zod";
import type { Exchange } from "../http/observe.ts";
import type { Finding } from "./openapi.ts";

const text = z.string().min(1);
const instant = z.iso.datetime();

/** zendesk.md §2; 413 and 429 are in no list of codes, theirs are guesses. */
const conversationsCodes: Record<number, RegExp> = {
  400: /^(?:bad_request|too_many_\w+|invalid_\w+)$/u,
  401: /^unauthorized$/u,
  402: /^payment_required$/u,
  403: /^forbidden$/u,
  404: /^(?:\w+_)?not_found$/u,
  409: /^conflict$/u,
  413: /^request_entity_too_large$/u,
  415: /^(?:bad_request|unsupported_media_type)$/u,
  423: /^locked$/u,
  429: /^too_many_requests$/u,
};

/** zendesk.md §2: several entries only with 400. */
const conversationsRefusal = (status: number) =>
  z.strictObject({
    errors: z
      .array(
        z.strictObject({
          code: z.string().regex(conversationsCodes[status] ?? /^no code is known$/u),
          title: text,
        }),
      )
      .min(1)
      .max(status === 400 ? 10 : 1),
  });

/** Who is refused by OAuth, there and at any endpoint (RFC 6749 §5.2, RFC 6750 §3.1). */
const oauthRefusal = z.strictObject({
  error: z.string().regex(/^[a-z_]+$|^InvalidEndpoint$/u),
  error_description: text,
});

const problem = z.object({ description: text, error: text.optional() });
/** zendesk.md §2: newer endpoints. */
const newer = z.strictObject({ errors: z.array(z.object({ code: text, title: text })).min(1) });
/** zendesk.md §2. */
const supportRefusals: Record<number, z.ZodType> = {
  401: z.union([
    z.strictObject({ error: z.literal("Couldn't authenticate you") }),
    oauthRefusal.extend({ error: z.literal("invalid_token") }),
  ]),
  404: z.union([
    z.strictObject({ error: z.literal("RecordNotFound"), description: text }),
    z.strictObject({ error: z.literal("InvalidEndpoint"), description: text }),
    newer,
  ]),
  422: z.strictObject({
    error: text,
    description: text,
    details: z.record(z.string(), z.array(problem).min(1)).optional(),
  }),
  429: z.strictObject({ error: z.literal("APIRateLimitExceeded"), description: text }),
};
const anySupportRefusal = z.union([
  z.strictObject({
    error: text,
    description: text,
    details: z.record(z.string(), z.array(problem)).optional(),
  }),
  z.strictObject({ error: z.strictObject({ title: text, message: text }) }),
  newer,
  oauthRefusal,
]);

function refusalOf(path: string, status: number): z.ZodType {
  if (path.startsWith("/sc/")) return conversationsRefusal(status);
  if (path.startsWith("/oauth/")) return oauthRefusal;
  return supportRefusals[status] ?? anySupportRefusal;
}

const cursorMeta = z.strictObject({
  has_more: z.boolean(),
  after_cursor: z.string().nullable(),
  before_cursor: z.string().nullable(),
});
const links = z.object({ next: z.url().nullable().optional(), prev: z.url().nullable().optional() });

/** https://developer.zendesk.com/documentation/ticketing/reference-guides/conversation-log-events-reference */
const logEvent = z.strictObject({
  id: text,
  type: text,
  reference: z.string().regex(/^zen:(?:sunco:conversation_message|ticket_event):.+$/u),
  created_at: instant,
  received_at: instant.optional(),
  attachments: z.array(z.unknown()),
  author: z.object({
    type: z.enum(["user", "agent", "bot"]),
    "zen:support:user_id": z.number().int().optional(),
    "zen:sunco:user_id": text.optional(),
  }),
  content: z.object({ type: text }),
  source: z.looseObject({ type: text }).optional(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
});

/** https://developer.zendesk.com/api-reference/agent-availability/agent-availability-api/agent_availabilities/ */
const availability = z.strictObject({
  type: z.literal("agent_availabilities"),
  id: z.string().regex(/^agent_availabilities\|\d+$/u),
  attributes: z.strictObject({
    agent_id: z.number().int(),
    agent_status: z.object({ id: z.number().int(), name: text, updated_at: instant }).optional(),
    group_ids: z.array(z.number().int()).optional(),
    skills: z.array(z.strictObject({ id: text })).optional(),
    version: z.number().int(),
  }),
  links: z.strictObject({ self: z.url() }),
  relationships: z
    .strictObject({
      channels: z.object({
        data: z.array(
          z.strictObject({
            type: z.literal("channels"),
            id: z.string().regex(/^agent_availabilities\|\d+\|channels\|\w+$/u),
          }),
        ),
      }),
    })
    .optional(),
});
const included = z.array(z.looseObject({ type: text, id: text })).optional();

const token = z.strictObject({
  access_token: text,
  token_type: z.literal("bearer"),
  scope: text,
  expires_in: z.number().int().nullable(),
  refresh_token: text.nullable().optional(),
  refresh_token_expires_in: z.number().int().nullable().optional(),
});

/** https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/ */
const oauthToken = z.strictObject({
  id: z.number().int(),
  url: z.url(),
  user_id: z.number().int(),
  client_id: z.union([z.number().int(), text]),
  token: text,
  refresh_token: text.nullable(),
  scopes: z.array(text),
  created_at: instant,
  used_at: instant.nullable(),
  expires_at: instant.nullable(),
  refresh_token_expires_at: instant.nullable(),
});

const agentStatus = z.object({
  id: text,
  type: z.literal("agent_statuses"),
  attributes: z.object({ name: text }),
});

const tickets = z.object({
  tickets: z.array(z.object({ id: z.number().int(), requester_id: z.number().int() })),
});

/** By operation; `undefined` is an answer without a JSON body. */
const successes: Readonly<Record<string, z.ZodType>> = {
  // zendesk.md §1.
  "POST /oauth/tokens": token,
  // zendesk.md §5.5.
  "GET /api/v2/tickets/{id}/conversation_log": z.strictObject({
    events: z.array(logEvent),
    meta: cursorMeta,
    links,
  }),
  "GET /api/v2/agent_availabilities": z.object({
    data: z.array(availability),
    included,
    meta: z.object({ has_more: z.boolean() }).optional(),
    links: links.optional(),
  }),
  "GET /api/v2/agent_availabilities/{id}": z.object({ data: availability, included }),
  "GET /api/v2/agent_availabilities/me": z.object({ data: availability, included }),
  "GET /api/v2/agent_availabilities/agent_statuses": z.object({ data: z.array(agentStatus) }),
  "PUT /api/v2/agent_availabilities/agent_statuses/agents/{id}": z.object({ data: availability, included }),
  "GET /api/v2/oauth/tokens": z.object({ tokens: z.array(oauthToken) }),
  "GET /api/v2/oauth/tokens/{id}": z.object({ token: oauthToken }),

  "DELETE /api/v2/oauth/tokens/{id}": z.undefined(),
  // Pages and redirects: no JSON (zendesk.md §1).
  "GET /oauth/authorizations/new": z.undefined(),
  "POST /oauth/authorizations": z.undefined(),
  // zendesk.md §6.
  "GET /api/v2/users/{id}/tickets/requested": tickets,
  // zendesk.md §4: a redirect, or the file itself.
  "GET /sc/attachments/v2/{id}/{name}": z.undefined(),
  "GET /sc/attachments/conversations/{conversationId}/{id}/{name}": z.undefined(),
  "GET /sc/downloads/{id}/{name}": z.undefined(),
};

/** Operations whose success our own schemas describe. */
export const described: readonly string[] = Object.keys(successes);

/** What is wrong with an answer; undefined when no schema of ours describes it. */
export function judgeByOwn({ method, route, url, status, body }: Exchange): Finding[] | undefined {
  const path = url.replace(/\?.*$/u, "");
  const operation = `${method} ${route ?? path}`;
  const schema = status >= 400 ? refusalOf(path, status) : successes[operation];
  if (schema === undefined) return undefined;
  const judged = schema.safeParse(body);
  if (judged.success) return [];
  return judged.error.issues.map(({ path: at, message }) => ({
    on: `${operation} ${status}`,
    says: `/${at.map((step) => (typeof step === "number" ? "*" : String(step))).join("/")} ${message}`,
  }));
}
