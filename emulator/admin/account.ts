/** What the account is called and where it is reached, and its switches. */
import { Settings } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import type { Route } from "./routes.ts";

export function accountRoutes(route: Route, world: World): void {
  route("get", "/account", () => {
    const { name, appId, seed } = world.account();
    return { name, appId, seed, domain: world.origin() };
  });
  route("get", "/settings", () => ({ settings: world.settings() }));
  route("patch", "/settings", ({ body }) => {
    const change = Settings.partial().strict().parse(body);
    const settings = Settings.parse({ ...world.settings(), ...change });
    world.accounts.put({ ...world.account(), settings });
    return { settings };
  });
}
