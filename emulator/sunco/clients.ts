/** Clients, that is a user's addresses on other channels, and devices of the SDKs. */
import * as z from "zod";
import { badRequest, notFound } from "../refusal.ts";
import { publishClient } from "../world/messaging/events.ts";
import { participantOf } from "../world/messaging/participants.ts";
import { clientShape } from "../world/messaging/shapes.ts";
import type { Client } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { userOf } from "./named.ts";
import { cursorPage } from "./pages.ts";
import type { Route } from "./route.ts";

const base = { integrationId: z.string(), primary: z.boolean().optional() };
const phone = { ...base, phoneNumber: z.string().regex(/^\+[\d\s().-]{5,30}$/u, "with + and country code") };
const CreateClient = z.object({
  matchCriteria: z.discriminatedUnion("type", [
    z.object({
      type: z.literal("mailgun"),
      ...base,
      address: z.email(),
      subject: z.string().optional(),
    }),
    z.object({ type: z.literal("messagebird"), ...phone }),
    z.object({ type: z.literal("twilio"), ...phone }),
    z.object({ type: z.literal("whatsapp"), ...phone }),
  ]),
  confirmation: z.object({ type: z.enum(["immediate", "userActivity", "prompt"]) }),
  target: z.object({ conversationId: z.string() }),
});

export function clientRoutes(route: Route, world: World): void {
  const clients = "/users/:userIdOrExternalId/clients";

  route("get", clients, "integration", 200, (call) => {
    const all = world.clients.by("user", userOf(world, call).id);
    const page = cursorPage(call.request, world.origin(), all);
    return { clients: page.rows.map(clientShape), meta: page.meta, links: page.links };
  });

  route("post", clients, "integration", 201, (call) => {
    const user = userOf(world, call);
    const { matchCriteria, confirmation, target } = CreateClient.parse(call.request.body);
    const integration = world.integrations.get(matchCriteria.integrationId);
    if (integration === undefined) throw notFound("integration_not_found", "Integration not found");
    if (integration.type !== matchCriteria.type)
      throw badRequest("The integration does not match matchCriteria.type.");
    const conversation = world.conversations.get(target.conversationId);
    if (conversation === undefined || participantOf(world, conversation, user.id) === undefined)
      throw notFound("conversation_not_found", "Conversation not found");
    const externalId = "address" in matchCriteria ? matchCriteria.address : matchCriteria.phoneNumber;
    const pending = world.clients.put({
      id: world.newId(),
      userId: user.id,
      type: integration.type,
      status: "pending",
      integrationId: integration.id,
      externalId,
      conversationId: conversation.id,
    });
    publishClient(world, "client:add", { client: pending, user, reason: "channelLinking" });
    // No channel is behind it: what asks for the user's consent stays pending.
    if (confirmation.type === "immediate") {
      const client: Client = { ...pending, status: "active", linkedAt: world.clock.now() };
      world.clients.put(client);
      publishClient(world, "client:update", { client, user, reason: "confirmed" });
    }
    return { client: clientShape(pending) };
  });

  route("delete", `${clients}/:clientId`, "integration", 200, (call) => {
    const user = userOf(world, call);
    const client = world.clients.get(call.params.clientId);
    if (client === undefined || client.userId !== user.id)
      throw notFound("client_not_found", "Client not found");
    world.clients.delete(client.id);
    publishClient(world, "client:remove", { client, user, reason: "api" });
  });

  // Devices come with an SDK, which nobody here has.
  const devices = "/users/:userIdOrExternalId/devices";
  route("get", devices, "integration", 200, (call) => {
    userOf(world, call);
    return { devices: [] };
  });
  route("get", `${devices}/:deviceId`, "integration", 200, (call) => {
    userOf(world, call);
    throw notFound("device_not_found", "Device not found");
  });
}
