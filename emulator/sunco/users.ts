/** Users of Sunshine Conversations. */
import * as z from "zod";
import { badRequest, Refusal } from "../refusal.ts";
import { publishUser } from "../world/messaging/events.ts";
import { isPersonal, removeParticipant } from "../world/messaging/participants.ts";
import { userShape } from "../world/messaging/shapes.ts";
import type { User } from "../world/state/entities.ts";
import { removeConversation } from "../world/ticketing/sessions.ts";
import { iso, type World } from "../world/world.ts";
import { MetadataBody, MetadataPatch, patchMetadata } from "./metadata.ts";
import { byExternalId, userOf } from "./named.ts";
import type { Route } from "./route.ts";

const name = z.string().min(1).max(128).nullish();
const Profile = z.object({
  givenName: name,
  surname: name,
  email: z.email().max(128).nullish(),
  avatarUrl: z.url().max(2048).nullish(),
  locale: z.string().min(1).max(64).nullish(),
});
const kept = {
  signedUpAt: z.iso.datetime({ offset: true }).nullish(),
  toBeRetained: z.boolean().nullish(),
  profile: Profile.nullish(),
};
const CreateUser = z.object({
  ...kept,
  externalId: z.string().min(1).max(1024).optional(),
  brandId: z.string().min(1).max(24).nullish(),
  metadata: MetadataBody,
});
const PatchUser = z.object({ ...kept, metadata: MetadataPatch });
const ListQuery = z.object({
  "filter[identities.email]": z.string().min(1),
  brandId: z.string().optional(),
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
    const { externalId, brandId, ...body } = CreateUser.parse(request.body);
    if (externalId !== undefined && byExternalId(world, externalId, brandId ?? undefined) !== undefined)
      throw new Refusal(409, "conflict", "User already exists");
    const user = world.users.put({
      id: world.newId(),
      ...(externalId === undefined ? {} : { externalId }),
      ...(brandId ? { brandId } : {}),
      profile: patchProfile({}, body.profile),
      metadata: body.metadata ?? {},
      signedUpAt: iso(body.signedUpAt ? Date.parse(body.signedUpAt) : world.clock.now()),
      toBeRetained: body.toBeRetained ?? false,
    });
    return { user: userShape(user, true) };
  });

  route("get", "/users", "integration", 200, ({ request }) => {
    const query = ListQuery.safeParse(request.query);
    if (!query.success) throw badRequest("filter[identities.email] is required.");
    const email = query.data["filter[identities.email]"].toLowerCase();
    const { brandId } = query.data;
    const users = world.users
      .all()
      .filter((user) => (brandId === undefined || user.brandId === brandId) && hasEmail(user, email));
    return { users: users.map((user) => userShape(user, true)) };
  });

  const one = "/users/:userIdOrExternalId";
  route("get", one, "integration", 200, (call) => ({ user: userShape(userOf(world, call), true) }));

  // No user:update: that tells of a changed identification, which this call cannot change.
  route("patch", one, "integration", 200, (call) => {
    const user = userOf(world, call);
    const body = PatchUser.parse(call.request.body);
    const next = world.users.put({
      ...user,
      profile: patchProfile(user.profile, body.profile),
      metadata: patchMetadata(user.metadata, body.metadata, "User"),
      signedUpAt: body.signedUpAt ? iso(Date.parse(body.signedUpAt)) : user.signedUpAt,
      toBeRetained: body.toBeRetained ?? user.toBeRetained,
    });
    return { user: userShape(next, true) };
  });

  route("delete", one, "integration", 200, (call) => removeUser(world, userOf(world, call)));

  route("delete", `${one}/personalinformation`, "integration", 200, (call) => {
    const user = userOf(world, call);
    const { locale } = user.profile;
    for (const client of world.clients.by("user", user.id)) {
      const { displayName: _, ...rest } = client;
      world.clients.put(rest);
    }
    const next = world.users.put({
      ...user,
      profile: locale === undefined ? {} : { locale },
      metadata: {},
    });
    return { user: userShape(next, true) };
  });
}

const hasEmail = ({ identities = [] }: User, email: string): boolean =>
  identities.some(({ type, value }) => type === "email" && value.toLowerCase() === email);

/** With clients and conversations; a group only loses its member. */
function removeUser(world: World, user: User): void {
  for (const participant of world.participants.by("user", user.id)) {
    const conversation = world.conversations.get(participant.conversationId);
    if (conversation !== undefined && !isPersonal(conversation))
      removeParticipant(world, conversation, participant);
  }
  for (const conversation of world.conversations.by("user", user.id)) removeConversation(world, conversation);
  for (const client of world.clients.by("user", user.id)) world.clients.delete(client.id);
  world.users.delete(user.id);
  publishUser(world, "user:remove", user);
}
