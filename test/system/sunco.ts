/** Calls of Sunshine Conversations with the emulated account's own key. */
import type { System } from "./system.ts";

/** The parsed answer; fails when the call was refused. */
export async function sunco(system: System, method: string, path: string, body?: object): Promise<unknown> {
  const { appId, keyId, keySecret } = system.emulator.credentials();
  const answer = await fetch(`${system.emulator.url}/sc/v2/apps/${appId}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString("base64")}`,
      "content-type": "application/json",
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  return text === "" ? undefined : JSON.parse(text);
}
