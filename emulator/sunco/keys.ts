/** API keys of the app and of custom integrations (zendesk.md §1). */
import * as z from "zod";
import { badRequest, notFound } from "../refusal.ts";
import type { Key } from "../world/state/entities.ts";
import { newSecret } from "../world/state/secrets.ts";
import type { World } from "../world/world.ts";
import { integrationOf } from "./named.ts";
import type { Call, Route } from "./route.ts";

const MOST_KEYS = 10;
const CreateKey = z.object({ displayName: z.string().min(1).max(100) });

const keyShape = ({ id, displayName, secret }: Key) => ({ id, displayName, secret });

/** The keys of an integration; of the app when there is none. */
const keysOf = (world: World, integrationId: string | undefined): Key[] =>
  world.keys.all().filter((key) => key.integrationId === integrationId);

/** The four calls, below a path; `ownerOf` names the integration whose keys they are. */
function keyRoutes(
  route: Route,
  world: World,
  place: { path: string; scope: "account" | "app"; ownerOf: (call: Call) => string | undefined },
): void {
  const { path, scope, ownerOf } = place;
  const keyOf = (call: Call): Key => {
    const owner = ownerOf(call);
    const key = world.keys.get(call.params.keyId);
    if (key === undefined || key.integrationId !== owner) throw notFound();
    return key;
  };

  route("post", path, scope, 201, (call) => {
    const integrationId = ownerOf(call);
    const { displayName } = CreateKey.parse(call.request.body);
    // The limit is documented, the refusal's words are not.
    if (keysOf(world, integrationId).length >= MOST_KEYS)
      throw badRequest(`The maximum number of keys has been reached (${MOST_KEYS})`);
    const key = world.keys.put({
      id: `${integrationId === undefined ? "app" : "int"}_${world.newId()}`,
      secret: newSecret(64),
      displayName,
      createdAt: world.clock.now(),
      ...(integrationId === undefined ? {} : { integrationId }),
    });
    return { key: keyShape(key) };
  });
  route("get", path, scope, 200, (call) => ({ keys: keysOf(world, ownerOf(call)).map(keyShape) }));
  route("get", `${path}/:keyId`, scope, 200, (call) => ({ key: keyShape(keyOf(call)) }));
  route("delete", `${path}/:keyId`, scope, 200, (call) => world.keys.delete(keyOf(call).id));
}

export function allKeyRoutes(route: Route, world: World): void {
  keyRoutes(route, world, { path: "/keys", scope: "account", ownerOf: () => undefined });
  keyRoutes(route, world, {
    path: "/integrations/:integrationId/keys",
    scope: "app",
    ownerOf: (call) => {
      const integration = integrationOf(world, call);
      if (integration.type !== "custom")
        throw badRequest("API keys are available only for custom integrations");
      return integration.id;
    },
  });
}
