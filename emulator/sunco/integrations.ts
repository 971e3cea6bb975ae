/** Integrations: custom ones with their webhook, and channels as plain data. */
import * as z from "zod";
import { badRequest, notFound } from "../refusal.ts";
import { removeSeat } from "../world/messaging/seats.ts";
import { webhookShape } from "../world/messaging/shapes.ts";
import { defaultSeat } from "../world/messaging/switchboard.ts";
import { type Integration, integrationTypes, type Webhook } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { changedConfig, newConfig, shownConfig } from "./channels.ts";
import { integrationOf } from "./named.ts";
import { cursorPage } from "./pages.ts";
import type { Route } from "./route.ts";
import { addWebhook, CreateWebhook, checkRoomForWebhook } from "./webhooks.ts";

const Type = z.object({ type: z.enum(integrationTypes, "Invalid integration type") });
const name = z.string().max(100).nullish();
const Common = z.object({ displayName: name, defaultResponderId: z.string().nullish() });
const Custom = z.object({ webhooks: z.array(CreateWebhook).length(1) });
const ListQuery = z.object({ "filter[types]": z.string().optional() });

/** Who answers first in a channel's conversations: its own responder, else the switchboard's. */
function responderShape(world: World, integration: Integration) {
  const seat = defaultSeat(world, integration.id);
  if (seat === undefined) return null;
  const { id, ...shown } = seat;
  return { ...shown, inherited: integration.defaultResponderId !== id };
}

function integrationShape(world: World, integration: Integration) {
  const { id, type, status, displayName } = integration;
  const common = { id, type, status, displayName, ...shownConfig(integration) };
  return type === "custom"
    ? { ...common, webhooks: world.webhooks.by("integration", id).map(webhookShape) }
    : { ...common, defaultResponder: responderShape(world, integration) };
}

/** Undefined keeps it as it is, null takes it away. */
function withResponder(
  world: World,
  integration: Integration,
  wanted: string | null | undefined,
): Integration {
  if (wanted === undefined) return integration;
  const { defaultResponderId: _, ...rest } = integration;
  if (wanted === null) return rest;
  if (world.switchboardIntegrations.get(wanted) === undefined)
    throw notFound("switchboard_integration_not_found", "SwitchboardIntegration not found");
  return { ...rest, defaultResponderId: wanted };
}

export function integrationRoutes(route: Route, world: World, probe: (webhook: Webhook) => void): void {
  const one = "/integrations/:integrationId";

  route("get", "/integrations", "app", 200, ({ request }) => {
    const types = ListQuery.parse(request.query)["filter[types]"]?.split(",");
    const all = world.integrations.all().filter(({ type }) => types?.includes(type) ?? true);
    const page = cursorPage(request, world.origin(), all);
    const integrations = page.rows.map((row) => integrationShape(world, row));
    return { integrations, meta: page.meta, links: page.links };
  });
  route("post", "/integrations", "app", 201, ({ request }) => {
    const { type } = Type.parse(request.body);
    const { displayName, defaultResponderId } = Common.parse(request.body);
    const webhooks = type === "custom" ? Custom.parse(request.body).webhooks : [];
    const config = newConfig(type, request.body);
    if (type === "twilio" && "phoneNumberSid" in config === "messagingServiceSid" in config)
      throw badRequest("One of messagingServiceSid or phoneNumberSid must be provided");
    if (webhooks.length > 0) checkRoomForWebhook(world);
    const draft = {
      id: world.newId(),
      type,
      displayName: displayName ?? "",
      status: "active",
      config,
    } as const;
    const integration = world.integrations.put(
      withResponder(world, draft, type === "custom" ? undefined : defaultResponderId),
    );
    for (const webhook of webhooks) probe(addWebhook(world, integration.id, webhook));
    return { integration: integrationShape(world, integration) };
  });
  route("get", one, "app", 200, (call) => ({
    integration: integrationShape(world, integrationOf(world, call)),
  }));
  route("patch", one, "app", 200, (call) => {
    const integration = integrationOf(world, call);
    const { displayName, defaultResponderId } = Common.parse(call.request.body);
    const { type } = integration;
    const next = {
      ...integration,
      displayName: displayName === undefined ? integration.displayName : (displayName ?? ""),
      config: { ...integration.config, ...(type === "custom" ? {} : changedConfig(type, call.request.body)) },
    };
    const put = world.integrations.put(
      withResponder(world, next, type === "custom" ? undefined : defaultResponderId),
    );
    return { integration: integrationShape(world, put) };
  });
  route("delete", one, "app", 200, (call) => removeIntegration(world, integrationOf(world, call).id));
}

/** Takes the integration with its webhooks, keys and seat in the switchboard. */
export function removeIntegration(world: World, id: string): void {
  for (const webhook of world.webhooks.by("integration", id)) world.webhooks.delete(webhook.id);
  for (const key of world.keys.by("integration", id)) world.keys.delete(key.id);
  for (const seat of world.switchboardIntegrations.all())
    if (seat.integrationId === id) removeSeat(world, seat.id);
  for (const client of world.clients.all()) if (client.integrationId === id) world.clients.delete(client.id);
  world.integrations.delete(id);
}
