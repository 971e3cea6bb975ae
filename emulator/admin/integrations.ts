/** Conversations integrations with their webhook, keys and last deliveries. */
import * as z from "zod";
import { removeIntegration } from "../sunco/integrations.ts";
import { addWebhook, WebhookTarget } from "../sunco/webhooks.ts";
import type { Delivery, Integration, Webhook } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import {
  type DeliverySummary,
  IntegrationDraft,
  type IntegrationSummary,
  type Webhook as WebhookAnswer,
} from "./contract.ts";
import { keyShape, newKey } from "./credentials.ts";
import { gone, invalid, required } from "./refusals.ts";
import type { Route } from "./routes.ts";

const DELIVERIES_SHOWN = 20;

export function integrationRoutes(route: Route, world: World, probe: (webhook: Webhook) => void): void {
  const integrationOf = (id: string): Integration => {
    const integration = world.integrations.get(id);
    if (integration === undefined) throw gone("integration");
    return integration;
  };
  const webhookOf = (integration: Integration): Webhook | undefined =>
    world.webhooks.by("integration", integration.id)[0];
  const summary = (integration: Integration): IntegrationSummary => {
    const webhook = webhookOf(integration);
    return {
      id: integration.id,
      name: integration.displayName,
      status: integration.status,
      ...(webhook === undefined ? {} : { webhook: webhookShape(webhook) }),
      keys: world.keys.count("integration", integration.id),
    };
  };
  const detail = (id: string) => {
    const integration = integrationOf(id);
    const webhookId = webhookOf(integration)?.id;
    return {
      integration: summary(integration),
      appId: world.account().appId,
      keys: world.keys.by("integration", id).map(keyShape),
      deliveries: world.deliveries
        .all()
        .filter((delivery) => delivery.webhookId === webhookId)
        .slice(-DELIVERIES_SHOWN)
        .toReversed()
        .map((delivery) => deliveryShape(world, delivery)),
    };
  };

  route("get", "/integrations", () => ({
    integrations: world.integrations
      .all()
      .filter(({ type }) => type === "custom")
      .map(summary),
  }));
  route("post", "/integrations", ({ body }) => {
    const { name, webhook } = checked(body);
    const integration = world.integrations.put({
      id: world.newId(),
      type: "custom",
      displayName: name,
      status: "active",
    });
    const added = addWebhook(world, integration.id, webhook);
    probe(added);
    return { id: integration.id, webhookId: added.id, secret: added.secret };
  });
  route("get", "/integrations/:id", ({ id }) => detail(id));
  route("patch", "/integrations/:id", ({ id, body }) => {
    const integration = integrationOf(id);
    const { name, webhook } = checked(body);
    world.integrations.put({ ...integration, displayName: name });
    const before = webhookOf(integration);
    probe(
      before === undefined ? addWebhook(world, id, webhook) : world.webhooks.put({ ...before, ...webhook }),
    );
    return detail(id);
  });
  route("delete", "/integrations/:id", ({ id }) => {
    integrationOf(id);
    removeIntegration(world, id);
  });
  route("post", "/integrations/:id/keys", ({ id, body }) => newKey(world, body, integrationOf(id).id));
}

/** The draft as it is kept, or a refusal that names the field. */
function checked(body: unknown) {
  const { name, target, triggers, includeFullUser, includeFullSource } = IntegrationDraft.parse(body);
  const checkedName = required(name, "name");
  const url = required(target, "target", 2048);
  if (!URL.canParse(url)) throw invalid("target", "target_invalid", "This is not a web address.");
  if (!WebhookTarget.safeParse(url).success)
    throw invalid("target", "target_not_https", "The address has to begin with https://.");
  if (triggers.length === 0) throw invalid("triggers", "triggers_missing", "Choose at least one event.");
  return {
    name: checkedName,
    webhook: { target: url, triggers, includeFullUser, includeFullSource },
  };
}

function webhookShape(webhook: Webhook): WebhookAnswer {
  const { id, target, triggers, includeFullUser, includeFullSource, probe } = webhook;
  return {
    id,
    target,
    triggers,
    includeFullUser,
    includeFullSource,
    ...(probe === undefined
      ? {}
      : {
          probe: {
            at: probe.at,
            ...(probe.status === undefined ? {} : { status: probe.status }),
            ...(probe.error === undefined ? {} : { error: probe.error }),
          },
        }),
  };
}

const Events = z.object({ events: z.array(z.object({ type: z.string() })) });

function deliveryShape(world: World, delivery: Delivery): DeliverySummary {
  const last = delivery.attempts.at(-1);
  const body = Events.safeParse(delivery.body);
  return {
    id: delivery.id,
    at: last?.at ?? world.clock.now(),
    events: body.success ? body.data.events.map(({ type }) => type) : [],
    attempts: delivery.attempts.length,
    state: delivery.state,
    ...(last?.status === undefined ? {} : { status: last.status }),
    ...(last?.error === undefined ? {} : { error: last.error }),
  };
}
