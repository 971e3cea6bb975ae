/**
 * Links the sample bot to the emulator the way a bot manager would: through the console's Update. Only a form
 * that is still empty, or that points to an emulator which has moved to another port, is filled in.
 */
import { z } from "zod";
import { demoBotId } from "./seed.ts";

const credentialsSchema = z.object({
  domain: z.string(),
  appId: z.string(),
  integrationId: z.string().nullable(),
  keyId: z.string().nullable(),
  keySecret: z.string().nullable(),
  email: z.string().nullable(),
  apiToken: z.string().nullable(),
});

const loginSchema = z.object({ token: z.string() });
const connectorSchema = z.object({ state: z.string(), domain: z.string(), senderId: z.string() });
const outcomeSchema = z.object({ outcome: z.string() });

interface Link {
  readonly server: string;
  readonly emulator: string;
  readonly username: string;
  readonly password: string;
}

/** Tells whether Zendesk (the emulator) took the form. */
export async function linkDemo({
  server,
  emulator,
  username,
  password,
}: Link): Promise<"linked" | "left as it is" | "not accepted"> {
  const { token } = loginSchema.parse(
    await call("POST", `${server}/api/console/login`, { username, password, as: "bearer" }),
  );
  const authorization = `Bearer ${token}`;
  const path = `${server}/api/console/bots/${demoBotId}/livechat/connector`;
  const { state, domain, senderId } = connectorSchema.parse(
    await call("GET", path, undefined, authorization),
  );
  const moved = isLoopback(domain) && new URL(withScheme(domain)).origin !== emulator;
  if (state !== "empty" && !moved) return "left as it is";

  const credentials = credentialsSchema.parse(await call("GET", `${emulator}/_emulator/credentials`));
  const { appId, integrationId, keyId, keySecret, email, apiToken } = credentials;
  const form = {
    domain: emulator,
    appId,
    integrationId,
    keyId,
    keySecret,
    api: { kind: "token", email, apiToken },
    senderId,
  };
  const { outcome } = outcomeSchema.parse(await call("PUT", path, form, authorization));
  return outcome === "saved" ? "linked" : "not accepted";
}

async function call(method: string, url: string, body?: object, authorization?: string): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(authorization !== undefined && { authorization }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // A refused form answers 422 or 503 with its outcome; everything else of that kind is a fault of ours.
  if (!answer.ok && answer.status !== 422 && answer.status !== 503)
    throw new Error(`${method} ${new URL(url).pathname} answered ${answer.status}`);
  return answer.json();
}

function withScheme(domain: string): string {
  return /^https?:/.test(domain) ? domain : `http://${domain}`;
}

function isLoopback(domain: string): boolean {
  return (
    URL.canParse(withScheme(domain)) &&
    ["127.0.0.1", "localhost", "[::1]"].includes(new URL(withScheme(domain)).hostname)
  );
}
