/** Webhooks of custom integrations (zendesk.md §3). */
import * as z from "zod";
import { badRequest, notFound } from "../refusal.ts";
import { triggers } from "../world/messaging/events.ts";
import { webhookShape } from "../world/messaging/shapes.ts";
import type { Webhook } from "../world/state/entities.ts";
import { newSecret } from "../world/state/secrets.ts";
import type { World } from "../world/world.ts";
import { integrationOf } from "./named.ts";
import type { Call, Route } from "./route.ts";

const MOST_WEBHOOKS = 10;

/** Https, or this machine for trying things out. */
export const WebhookTarget = z.url().refine((target) => {
  // Asked of what is no address as well.
  if (!URL.canParse(target)) return false;
  const { protocol, hostname } = new URL(target);
  return (
    protocol === "https:" || (protocol === "http:" && /^(?:localhost|127\.0\.0\.1|\[::1\])$/u.test(hostname))
  );
}, "target must be an https URL");

/** Every documented trigger, those that nothing here causes among them; case matters. */
const documented = [...triggers, "conversation:referral", "passthrough:messaging"] as const;
const Triggers = z.array(z.enum(documented, "unknown trigger")).min(1);

export const CreateWebhook = z.object({
  target: WebhookTarget,
  triggers: Triggers,
  includeFullUser: z.boolean().default(false),
  includeFullSource: z.boolean().default(false),
});
const PatchWebhook = z.object({
  target: WebhookTarget.optional(),
  triggers: Triggers.optional(),
  includeFullUser: z.boolean().optional(),
  includeFullSource: z.boolean().optional(),
});

/** Keeps a webhook with a secret of its own. */
export function addWebhook(
  world: World,
  integrationId: string,
  draft: Pick<Webhook, "target" | "triggers" | "includeFullUser" | "includeFullSource">,
): Webhook {
  return world.webhooks.put({
    ...draft,
    id: world.newId(),
    integrationId,
    secret: newSecret(48),
  });
}

/** Fails with 400 when the app has ten webhooks already. The words are not documented. */
export function checkRoomForWebhook(world: World): void {
  if (world.webhooks.size() >= MOST_WEBHOOKS)
    throw badRequest(`The maximum number of webhooks has been reached (${MOST_WEBHOOKS})`);
}

export function webhookRoutes(route: Route, world: World, probe: (webhook: Webhook) => void): void {
  const webhooks = "/integrations/:integrationId/webhooks";
  const ownerOf = (call: Call): string => {
    const { id, type } = integrationOf(world, call);
    if (type !== "custom") throw badRequest("Webhooks are available only for custom integrations");
    return id;
  };
  const webhookOf = (call: Call): Webhook => {
    const owner = ownerOf(call);
    const webhook = world.webhooks.get(call.params.webhookId);
    if (webhook?.integrationId !== owner) throw notFound();
    return webhook;
  };

  route("get", webhooks, "webhooks", 200, (call) => ({
    webhooks: world.webhooks.by("integration", ownerOf(call)).map(webhookShape),
  }));
  route("post", webhooks, "webhooks", 201, (call) => {
    const owner = ownerOf(call);
    const draft = CreateWebhook.parse(call.request.body);
    checkRoomForWebhook(world);
    const webhook = addWebhook(world, owner, draft);
    probe(webhook);
    return { webhook: webhookShape(webhook) };
  });
  route("get", `${webhooks}/:webhookId`, "webhooks", 200, (call) => ({
    webhook: webhookShape(webhookOf(call)),
  }));
  route("patch", `${webhooks}/:webhookId`, "webhooks", 200, (call) => {
    const webhook = webhookOf(call);
    const body = PatchWebhook.parse(call.request.body);
    const next = world.webhooks.put({
      ...webhook,
      target: body.target ?? webhook.target,
      triggers: body.triggers ?? webhook.triggers,
      includeFullUser: body.includeFullUser ?? webhook.includeFullUser,
      includeFullSource: body.includeFullSource ?? webhook.includeFullSource,
    });
    probe(next);
    return { webhook: webhookShape(next) };
  });
  route("delete", `${webhooks}/:webhookId`, "webhooks", 200, (call) =>
    world.webhooks.delete(webhookOf(call).id),
  );
}
