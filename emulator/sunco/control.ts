/** Passing, offering, accepting and releasing control (zendesk.md §5.2). */
import * as z from "zod";
import { Refusal } from "../refusal.ts";
import type { Key, SwitchboardIntegration } from "../world/entities.ts";
import { publishControl } from "../world/events.ts";
import { dropControl, giveControl, offerControl, resolveSeat } from "../world/switchboard.ts";
import { openTicketIfDue } from "../world/tickets.ts";
import type { World } from "../world/world.ts";
import { conversationOf, MetadataBody, type Route } from "./common.ts";

const Pass = z.object({ switchboardIntegration: z.string().min(1), metadata: MetadataBody });
const Plain = z.object({ metadata: MetadataBody }).nullish();

export function controlRoutes(route: Route, world: World): void {
  const seatOf = (key: Key): SwitchboardIntegration | undefined =>
    world.switchboardIntegrations.all().find((seat) => seat.integrationId === key.integrationId);
  const forbidden = () => new Refusal(403, "forbidden", "The caller is not in control of the conversation");

  route("post", "/conversations/:conversationId/passControl", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const body = Pass.parse(call.request.body);
    const seat = resolveSeat(world, conversation, body.switchboardIntegration);
    openTicketIfDue(world, giveControl(world, conversation, seat, body.metadata ?? {}));
  });

  route("post", "/conversations/:conversationId/offerControl", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const body = Pass.parse(call.request.body);
    offerControl(
      world,
      conversation,
      resolveSeat(world, conversation, body.switchboardIntegration),
      body.metadata ?? {},
    );
  });

  route("post", "/conversations/:conversationId/acceptControl", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const body = Plain.parse(call.request.body);
    const pending =
      conversation.pending === undefined
        ? undefined
        : world.switchboardIntegrations.get(conversation.pending);
    const caller = seatOf(call.key);
    if (pending === undefined || (call.key.integrationId !== undefined && caller?.id !== pending.id))
      throw forbidden();
    const { pending: _, ...rest } = conversation;
    const next = world.conversations.put({ ...rest, active: pending.id });
    publishControl(world, "switchboard:acceptControl", next, { metadata: body?.metadata ?? {} });
  });

  route("post", "/conversations/:conversationId/releaseControl", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const body = Plain.parse(call.request.body);
    if (call.key.integrationId !== undefined && seatOf(call.key)?.id !== conversation.active)
      throw forbidden();
    dropControl(world, conversation, body?.metadata ?? {});
  });
}
