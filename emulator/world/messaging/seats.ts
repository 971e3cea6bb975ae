/** Switchboard integrations that come and go (zendesk.md §5.1). */
import type { World } from "../world.ts";

/** Takes a seat; conversations it controlled are nobody's until their next activity. */
export function removeSeat(world: World, id: string): void {
  world.switchboardIntegrations.delete(id);
  for (const seat of world.switchboardIntegrations.all())
    if (seat.nextSwitchboardIntegrationId === id) {
      const { nextSwitchboardIntegrationId: _, ...rest } = seat;
      world.switchboardIntegrations.put(rest);
    }
  for (const conversation of world.conversations.all()) {
    const { active, pending, ...rest } = conversation;
    if (active !== id && pending !== id) continue;
    world.conversations.put({
      ...rest,
      ...(active === undefined || active === id ? {} : { active }),
      ...(pending === undefined || pending === id ? {} : { pending }),
    });
  }
}

/** Takes the switchboard with all its seats; the integrations stay and get every event. */
export function removeSwitchboard(world: World): void {
  for (const { id } of world.switchboardIntegrations.all()) removeSeat(world, id);
  world.accounts.put({ ...world.account(), switchboardDeleted: true });
}

/** A new switchboard is off until it has a default and is enabled. */
export function createSwitchboard(world: World): void {
  const { switchboardDeleted: _, defaultSeatId: _none, ...account } = world.account();
  world.accounts.put({ ...account, switchboardId: world.newId(), switchboardEnabled: false });
}
