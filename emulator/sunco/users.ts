/** Users of Sunshine Conversations. */
import * as z from "zod";
import { Refusal } from "../refusal.ts";
import { publishUser } from "../world/events.ts";
import { removeConversation } from "../world/sessions.ts";
import { userShape } from "../world/shapes.ts";
import { iso, type World } from "../world/world.ts";
import { MetadataBody, MetadataPatch, patchMetadata, type Route, userOf } from "./common.ts";

const Profile = z.object({
  givenName: z.string().max(128).nullish(),
  surname: z.string().max(128).nullish(),
  email: z.string().max(128).nullish(),
  avatarUrl: z.string().max(2048).nullish(),
  locale: z.string().nullish(),
});

const CreateUser = z.object({
  externalId: z.string().min(1).max(1024),
  profile: Profile.nullish(),
  metadata: MetadataBody,
  signedUpAt: z.iso.datetime().nullish(),
  toBeRetained: z.boolean().nullish(),
});

const PatchUser = z.object({
  profile: Profile.nullish(),
  metadata: MetadataPatch,
  toBeRetained: z.boolean().nullish(),
});

/** Null takes a field away. */
function patchProfile(
  before: Readonly<Record<string, string | undefined>>,
  patch: z.infer<typeof Profile> | null | undefined,
) {
  const next = { ...before };
  for (const [key, value] of Object.entries(patch ?? {})) {
    if (typeof value === "string") next[key] = value;
    else delete next[key];
  }
  return next;
}

export function userRoutes(route: Route, world: World): void {
  route("post", "/users", "integration", 201, ({ request }) => {
    const body = CreateUser.parse(request.body);
    if (world.users.by("externalId", body.externalId).length > 0)
      throw new Refusal(409, "conflict", "User already exists");
    const user = world.users.put({
      id: world.newId(),
      externalId: body.externalId,
      profile: patchProfile({}, body.profile),
      metadata: body.metadata ?? {},
      signedUpAt: body.signedUpAt ?? iso(world.clock.now()),
      toBeRetained: body.toBeRetained ?? false,
    });
    return { user: userShape(user, true) };
  });

  route("get", "/users/:userId", "integration", 200, ({ params }) => ({
    user: userShape(userOf(world, params.userId), true),
  }));

  route("patch", "/users/:userId", "integration", 200, ({ params, request }) => {
    const user = userOf(world, params.userId);
    const body = PatchUser.parse(request.body);
    const next = world.users.put({
      ...user,
      profile: patchProfile(user.profile, body.profile),
      metadata: patchMetadata(user.metadata, body.metadata),
      toBeRetained: body.toBeRetained ?? user.toBeRetained,
    });
    publishUser(world, "user:update", next);
    return { user: userShape(next, true) };
  });

  route("delete", "/users/:userId", "integration", 200, ({ params }) => {
    const user = userOf(world, params.userId);
    for (const conversation of world.conversations.by("user", user.id))
      removeConversation(world, conversation);
    world.users.delete(user.id);
    publishUser(world, "user:remove", user);
  });
}
