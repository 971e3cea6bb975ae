/** Lists that lag behind. */
import type { FastifyRequest } from "fastify";
import type { Message } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";

/** The messages that a list shows now: those that the account's lag or a fault hides are missing. */
export function visibleMessages(
  world: World,
  request: FastifyRequest,
  all: readonly Message[],
): readonly Message[] {
  const fault = request.fault?.action === "lag" ? request.fault : undefined;
  const shown = fault?.newest === undefined ? all : all.slice(0, Math.max(0, all.length - fault.newest));
  // A fault that names neither hides what is younger than a minute.
  const unsaid = fault === undefined || fault.newest !== undefined ? 0 : 60_000;
  const lagMs = Math.max(world.settings().messageListLagMs, fault?.lagMs ?? unsaid);
  if (lagMs === 0) return shown;
  const youngest = world.clock.now() - lagMs;
  return shown.filter(({ received }) => received <= youngest);
}
