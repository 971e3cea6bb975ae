/** Where a person lets a program act for them: a page of the emulator, since Zendesk's is its own (zendesk.md §1). */
import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { Refusal } from "../refusal.ts";
import { operatorById, staff } from "../world/ticketing/people.ts";
import type { World } from "../world/world.ts";
import { scopesOf } from "./scopes.ts";

const CODE_MS = 120_000;

const Asked = z.object({
  response_type: z.string().default(""),
  client_id: z.string().default(""),
  redirect_uri: z.string().default(""),
  scope: z.string().default("read"),
  state: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.enum(["S256", "plain"]).default("S256"),
});
type Asked = z.output<typeof Asked>;
const Decision = Asked.extend({ user_id: z.string().default(""), decision: z.enum(["allow", "deny"]) });

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string) => text.replaceAll(/[&<>"']/gu, (sign) => escapes[sign] ?? sign);

/** Nobody is sent to an address that the client did not register. */
function clientOf(world: World, { client_id: id, redirect_uri: to }: Asked) {
  const client = world.oauthClients.get(id);
  if (client === undefined) throw new Refusal(400, "invalid_client", "No such client.");
  if (!client.redirectUris.includes(to) || !URL.canParse(to))
    throw new Refusal(400, "invalid_request", "The redirect URI is not one of the client's.");
  return client;
}

function withAnswer(asked: Asked, answer: Record<string, string>): string {
  const to = new URL(asked.redirect_uri);
  for (const [key, value] of Object.entries(answer)) to.searchParams.set(key, value);
  if (asked.state !== undefined) to.searchParams.set("state", asked.state);
  return to.href;
}

export function authorizeRoutes(server: FastifyInstance, world: World): void {
  const badly = () => new Refusal(400, "invalid_request", "The request is malformed.");

  server.get("/oauth/authorizations/new", async (request, reply) => {
    const parsed = Asked.safeParse(request.query);
    if (!parsed.success) throw badly();
    const client = clientOf(world, parsed.data);
    if (parsed.data.response_type !== "code")
      return reply.redirect(withAnswer(parsed.data, { error: "unsupported_response_type" }));
    return reply.type("text/html; charset=utf-8").send(consentPage(world, client.name, parsed.data));
  });

  server.post("/oauth/authorizations", async (request, reply) => {
    // A page elsewhere must not decide in the person's place.
    const { origin, host } = request.headers;
    if (origin !== undefined && origin !== `http://${host ?? ""}`)
      throw new Refusal(403, "access_denied", "This page may not decide.");
    const parsed = Decision.safeParse(request.body);
    if (!parsed.success) throw badly();
    const given = parsed.data;
    const client = clientOf(world, given);
    const person = operatorById(world, given.user_id);
    if (given.decision === "deny" || person === undefined)
      return reply.redirect(withAnswer(given, { error: "access_denied" }));
    const code = world.oauthCodes.put({
      id: randomBytes(24).toString("hex"),
      clientId: client.id,
      userId: person.id,
      redirectUri: given.redirect_uri,
      scopes: scopesOf(given.scope),
      ...(given.code_challenge === undefined
        ? {}
        : { challenge: given.code_challenge, challengeMethod: given.code_challenge_method }),
      expiresAt: world.clock.now() + CODE_MS,
    });
    return reply.redirect(withAnswer(given, { code: code.id }));
  });
}

function consentPage(world: World, name: string, asked: Asked): string {
  const hidden = Object.entries(asked)
    .map(([key, value]) => `<input type="hidden" name="${key}" value="${escape(String(value))}">`)
    .join("");
  const people = staff(world)
    .map((person) => `<option value="${person.id}">${escape(person.name)} (${person.role})</option>`)
    .join("");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Authorize ${escape(name)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 26rem; margin: 12vh auto; padding: 0 1.25rem; }
select, button { font: inherit; padding: .55rem .9rem; border-radius: .4rem; border: 1px solid #8894a0; }
select { width: 100%; box-sizing: border-box; margin: .25rem 0 1.25rem; }
button { cursor: pointer; } button[value="allow"] { background: #17494d; border-color: #17494d; color: #fff; }
</style></head><body><main>
<h1>Allow ${escape(name)}?</h1>
<p>It asks for: <strong>${escape(asked.scope)}</strong>. It will act as the person you choose.</p>
<form method="post" action="/oauth/authorizations">${hidden}
<label>Sign in as<select name="user_id">${people}</select></label>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form></main></body></html>`;
}
