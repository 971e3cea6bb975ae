/** A test integration of its own, outside the switchboard, whose webhook leads to the listener. */
import type { Cleanup } from "./cleanup.ts";
import type { Listener } from "./listener.ts";
import { textAt } from "./read.ts";
import { codesOf, isFine, Stopped, type Tenant } from "./tenant.ts";

/** Everything that may be told of a conversation (zendesk.md §3). */
const triggers = [
  "conversation:create",
  "conversation:message",
  "conversation:postback",
  "conversation:read",
  "conversation:remove",
  "conversation:typing",
  "switchboard:acceptControl",
  "switchboard:acceptControl:failure",
  "switchboard:offerControl",
  "switchboard:offerControl:failure",
  "switchboard:passControl",
  "switchboard:passControl:failure",
  "switchboard:releaseControl",
  "user:merge",
  "user:update",
];

/** Answers the webhook's secret. */
export async function createTestIntegration(parts: {
  readonly tenant: Tenant;
  readonly sweeper: Tenant;
  readonly cleanup: Cleanup;
  readonly listener: Listener;
  readonly mark: string;
}): Promise<string> {
  const { tenant, sweeper, cleanup, listener, mark } = parts;
  const answer = await tenant.messaging("POST", "/integrations", {
    json: {
      type: "custom",
      displayName: `ZLC check ${mark}`,
      webhooks: [{ target: listener.publicUrl, triggers, includeFullUser: true, includeFullSource: true }],
    },
  });
  const id = textAt(answer.json, "integration.id");
  if (id === undefined)
    throw new Stopped(
      `no integration could be created (${answer.status} ${codesOf(answer)}): its key must be the app's`,
    );
  cleanup.add(`integration ${id}`, async () =>
    isFine(await sweeper.messaging("DELETE", "/integrations/{}", { ids: [id] })) ? [] : [`integration ${id}`],
  );
  const secret = textAt(answer.json, "integration.webhooks.0.secret");
  if (secret === undefined) throw new Stopped("the new webhook has no secret to read");
  listener.expectSecret(secret);
  return secret;
}
