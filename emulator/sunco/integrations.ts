/** The app, its integrations, their webhooks, the switchboard. */
import { randomBytes } from "node:crypto";
import * as z from "zod";
import { badRequest, notFound, Refusal } from "../refusal.ts";
import type { Integration, Key, Webhook } from "../world/entities.ts";
import { webhookShape } from "../world/shapes.ts";
import { defaultSeat } from "../world/switchboard.ts";
import type { World } from "../world/world.ts";
import { type Call, cursorPage, type Route } from "./common.ts";

/** Https, or this machine for trying things out. */
export const WebhookTarget = z.url().refine((target) => {
  const { protocol, hostname } = new URL(target);
  return (
    protocol === "https:" || (protocol === "http:" && /^(?:localhost|127\.0\.0\.1|\[::1\])$/u.test(hostname))
  );
}, "target must be an https URL");

const CreateWebhook = z.object({
  target: WebhookTarget,
  triggers: z.array(z.string()).min(1),
  includeFullUser: z.boolean().default(false),
  includeFullSource: z.boolean().default(false),
});
const PatchWebhook = z.object({
  target: WebhookTarget.optional(),
  triggers: z.array(z.string()).min(1).optional(),
  includeFullUser: z.boolean().optional(),
  includeFullSource: z.boolean().optional(),
});
const CreateIntegration = z.object({
  type: z.literal("custom"),
  displayName: z.string().max(100).nullish(),
  webhooks: z.array(CreateWebhook).length(1),
});
const CreateKey = z.object({ displayName: z.string().min(1).max(100) });
const keyShape = ({ id, displayName, secret }: Key) => ({ id, displayName, secret });
const ListQuery = z.object({ "filter[types]": z.string().optional() });
const CreateSeat = z.object({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/u),
  integrationId: z.string(),
  deliverStandbyEvents: z.boolean().default(true),
  nextSwitchboardIntegrationId: z.string().nullish(),
  messageHistoryCount: z.number().int().min(1).max(10).nullish(),
});

export function addWebhook(
  world: World,
  integrationId: string,
  draft: z.infer<typeof CreateWebhook>,
): Webhook {
  return world.webhooks.put({
    ...draft,
    id: world.newId(),
    integrationId,
    secret: randomBytes(48).toString("base64url"),
  });
}

export function integrationRoutes(route: Route, world: World, probe: (webhook: Webhook) => void): void {
  const shape = (integration: Integration) => ({
    ...integration,
    webhooks: world.webhooks.by("integration", integration.id).map(webhookShape),
  });
  const integrationOf = ({ params, key }: Call): Integration => {
    const id = params.integrationId === "me" ? (key.integrationId ?? "") : params.integrationId;
    const integration = world.integrations.get(id);
    if (integration === undefined) throw notFound("integration_not_found", "Integration not found");
    if (key.integrationId !== undefined && key.integrationId !== id)
      throw new Refusal(403, "forbidden", "Operation not permitted with this scope");
    return integration;
  };
  const webhookOf = (call: Call): Webhook => {
    const webhook = world.webhooks.get(call.params.webhookId);
    if (webhook?.integrationId !== integrationOf(call).id) throw notFound("not_found", "Webhook not found");
    return webhook;
  };

  route("get", "", "app", 200, () => {
    const { appId, name, settings } = world.account();
    const multiConvoEnabled = settings.multiConversations;
    return { app: { id: appId, displayName: name, metadata: {}, settings: { multiConvoEnabled } } };
  });

  route("get", "/integrations", "app", 200, ({ request }) => {
    const types = ListQuery.parse(request.query)["filter[types]"]?.split(",");
    const all = world.integrations.all().filter(({ type }) => types === undefined || types.includes(type));
    const page = cursorPage(request, world.origin(), all);
    return { integrations: page.rows.map(shape), meta: page.meta, links: page.links };
  });
  route("post", "/integrations", "app", 201, ({ request }) => {
    const body = CreateIntegration.parse(request.body);
    const integration = world.integrations.put({
      id: world.newId(),
      type: "custom",
      displayName: body.displayName ?? "",
      status: "active",
    });
    for (const draft of body.webhooks) probe(addWebhook(world, integration.id, draft));
    return { integration: shape(integration) };
  });
  route("get", "/integrations/:integrationId", "app", 200, (call) => ({
    integration: shape(integrationOf(call)),
  }));
  route("delete", "/integrations/:integrationId", "app", 200, (call) => {
    const { id } = integrationOf(call);
    for (const webhook of world.webhooks.by("integration", id)) world.webhooks.delete(webhook.id);
    world.integrations.delete(id);
  });

  const keys = "/integrations/:integrationId/keys";
  route("get", keys, "app", 200, (call) => {
    const { id } = integrationOf(call);
    return {
      keys: world.keys
        .all()
        .filter((key) => key.integrationId === id)
        .map(keyShape),
    };
  });
  route("post", keys, "app", 201, (call) => {
    const { id } = integrationOf(call);
    const { displayName } = CreateKey.parse(call.request.body);
    const key = world.keys.put({
      id: `int_${world.newId()}`,
      secret: randomBytes(64).toString("base64url"),
      displayName,
      integrationId: id,
    });
    return { key: keyShape(key) };
  });

  const webhooks = "/integrations/:integrationId/webhooks";
  route("get", webhooks, "integration", 200, (call) => ({
    webhooks: world.webhooks.by("integration", integrationOf(call).id).map(webhookShape),
  }));
  route("post", webhooks, "integration", 201, (call) => {
    const webhook = addWebhook(world, integrationOf(call).id, CreateWebhook.parse(call.request.body));
    probe(webhook);
    return { webhook: webhookShape(webhook) };
  });
  route("get", `${webhooks}/:webhookId`, "integration", 200, (call) => ({
    webhook: webhookShape(webhookOf(call)),
  }));
  route("patch", `${webhooks}/:webhookId`, "integration", 200, (call) => {
    const body = PatchWebhook.parse(call.request.body);
    const webhook = webhookOf(call);
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
  route("delete", `${webhooks}/:webhookId`, "integration", 200, (call) => {
    world.webhooks.delete(webhookOf(call).id);
  });

  route("get", "/switchboards", "app", 200, () => {
    const responder = defaultSeat(world)?.id;
    return {
      switchboards: [
        {
          id: world.account().switchboardId,
          enabled: true,
          ...(responder === undefined ? {} : { defaultSwitchboardIntegrationId: responder }),
        },
      ],
    };
  });
  const seats = "/switchboards/:switchboardId/switchboardIntegrations";
  const checkSwitchboard = ({ params }: Call) => {
    if (params.switchboardId !== world.account().switchboardId)
      throw notFound("switchboard_not_found", "Switchboard not found");
  };
  route("get", seats, "app", 200, (call) => {
    checkSwitchboard(call);
    return { switchboardIntegrations: world.switchboardIntegrations.all() };
  });
  route("post", seats, "app", 201, (call) => {
    checkSwitchboard(call);
    const body = CreateSeat.parse(call.request.body);
    const all = world.switchboardIntegrations.all();
    if (all.length >= 10)
      throw new Refusal(400, "too_many_switchboard_integrations", "Too many switchboard integrations");
    if (world.integrations.get(body.integrationId) === undefined)
      throw notFound("integration_not_found", "Integration not found");
    if (all.some(({ name }) => name === body.name)) throw badRequest(`The name ${body.name} is taken.`);
    const { nextSwitchboardIntegrationId: next, messageHistoryCount: count, ...rest } = body;
    const seat = world.switchboardIntegrations.put({
      ...rest,
      id: world.newId(),
      integrationType: "custom",
      ...(next ? { nextSwitchboardIntegrationId: next } : {}),
      ...(count ? { messageHistoryCount: count } : {}),
    });
    return { switchboardIntegration: seat };
  });
  route("delete", `${seats}/:switchboardIntegrationId`, "app", 200, (call) => {
    checkSwitchboard(call);
    const { switchboardIntegrationId } = call.params;
    if (world.switchboardIntegrations.get(switchboardIntegrationId) === undefined)
      throw notFound("switchboard_integration_not_found", "Switchboard integration not found");
    world.switchboardIntegrations.delete(switchboardIntegrationId);
  });
}
