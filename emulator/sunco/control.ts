/** Passing, offering, accepting and releasing control (zendesk.md §5.2). */
import * as z from "zod";
import { acceptControl, offerControl, passControl, releaseControl } from "../world/messaging/handover.ts";
import type { World } from "../world/world.ts";
import { MetadataBody } from "./metadata.ts";
import { conversationOf } from "./named.ts";
import type { Route } from "./route.ts";

const Directed = z.object({ switchboardIntegration: z.string().min(1), metadata: MetadataBody });
const Plain = z.object({ metadata: MetadataBody }).nullish();

export function controlRoutes(route: Route, world: World): void {
  route("post", "/conversations/:conversationId/passControl", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const { switchboardIntegration, metadata } = Directed.parse(call.request.body);
    passControl(world, conversation, switchboardIntegration, metadata ?? {}, call.caller.integrationId);
  });

  route("post", "/conversations/:conversationId/offerControl", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const { switchboardIntegration, metadata } = Directed.parse(call.request.body);
    offerControl(world, conversation, switchboardIntegration, metadata ?? {});
  });

  route("post", "/conversations/:conversationId/acceptControl", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const { metadata } = Plain.parse(call.request.body) ?? {};
    acceptControl(world, conversation, metadata ?? {}, call.caller.integrationId);
  });

  route("post", "/conversations/:conversationId/releaseControl", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const { metadata } = Plain.parse(call.request.body) ?? {};
    releaseControl(world, conversation, metadata ?? {}, call.caller.integrationId);
  });
}
