/** Typing and reading, told by program (zendesk.md §4). */
import * as z from "zod";
import { badRequest } from "../refusal.ts";
import { publishActivity } from "../world/messaging/events.ts";
import { markRead, participantOf } from "../world/messaging/participants.ts";
import type { World } from "../world/world.ts";
import { conversationOf, namedUser, namesOne } from "./named.ts";
import type { Route } from "./route.ts";

const PostActivity = z.object({
  author: z
    .object({
      type: z.enum(["user", "business"]),
      userId: z.string().optional(),
      userExternalId: z.string().optional(),
      brandId: z.string().nullish(),
    })
    .refine(
      (author) => author.type === "business" || namesOne(author),
      "one of userId and userExternalId is required for an author of type user, but not both",
    ),
  type: z.enum(["conversation:read", "typing:start", "typing:stop"]),
});

export function activityRoutes(route: Route, world: World): void {
  route("post", "/conversations/:conversationId/activity", "integration", 200, (call) => {
    const conversation = conversationOf(world, call);
    const { author, type } = PostActivity.parse(call.request.body);
    const source = "api:conversations";
    if (author.type === "business") {
      if (type === "conversation:read")
        world.conversations.put({ ...conversation, businessLastRead: world.clock.now() });
      publishActivity(world, conversation, type, source, { type: "business" });
      return;
    }
    if (type !== "conversation:read")
      throw badRequest("Only conversation:read is supported for an author of type user.");
    const user = namedUser(world, author);
    const participant = participantOf(world, conversation, user.id);
    if (participant === undefined) throw badRequest("The author is not a participant of the conversation.");
    markRead(world, participant);
    publishActivity(world, conversation, type, source, { type: "user", user });
  });
}
