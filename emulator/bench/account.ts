/** A large account for measuring: many tickets, and one with a very long conversation. */

import { addMessage } from "../world/messaging/messages.ts";
import { AGENT_WORKSPACE } from "../world/messaging/switchboard.ts";
import { realClock } from "../world/state/clock.ts";
import { Conversation, ticketStatuses, User } from "../world/state/entities.ts";
import { seedWorld } from "../world/state/seed.ts";
import { openStorage } from "../world/state/storage.ts";
import { assign } from "../world/ticketing/operator.ts";
import { createGroup, joinGroup, staff } from "../world/ticketing/people.ts";
import { setStatus } from "../world/ticketing/sessions.ts";
import { createWorld, type World } from "../world/world.ts";

export interface Size {
  readonly tickets: number;
  /** In each ticket. */
  readonly messages: number;
  /** In the last one. */
  readonly longest: number;
}

/** Fills a new data folder; the emulator is started on it afterwards. */
export function fillAccount(folder: string, { tickets, messages, longest }: Size): void {
  const clock = realClock();
  const storage = openStorage(folder);
  const world = createWorld(clock, storage, () => "http://127.0.0.1");
  seedWorld(world, "empty");
  const [agent] = staff(world);
  if (agent === undefined) throw new Error("the account has no agent");
  const groups = ["Dogs and cats", "Birds"].map((name) => createGroup(world, { name }));
  for (const group of groups) joinGroup(world, agent.id, group.id);

  for (let index = 1; index <= tickets; index += 1) {
    converse(world, index, index === tickets ? longest : messages);
    const ticket = world.tickets.get(index);
    const group = groups[index % groups.length];
    if (ticket === undefined || group === undefined) throw new Error(`no ticket ${index}`);
    const assigned = assign(world, ticket, agent, {
      groupId: String(group.id),
      assigneeId: index % 2 === 0 ? String(agent.id) : null,
    });
    // Every status, most of them open.
    const status = index % 3 === 0 ? ticketStatuses[index % 5] : "open";
    setStatus(world, assigned, status ?? "open", agent.name);
  }
  clock.stop();
  storage.close();
}

function converse(world: World, index: number, count: number): void {
  const seat = world.switchboardIntegrations
    .all()
    .find(({ integrationType }) => integrationType === AGENT_WORKSPACE);
  const user = world.users.put(
    User.parse({
      id: world.newId(),
      externalId: `visitor-${index}`,
      profile: { givenName: "Visitor", surname: String(index) },
      metadata: {},
      signedUpAt: new Date(world.clock.now()).toISOString(),
      toBeRetained: false,
    }),
  );
  const conversation = world.conversations.put(
    Conversation.parse({
      id: world.newId(),
      userId: user.id,
      metadata: {},
      isDefault: true,
      createdAt: world.clock.now(),
      active: seat?.id,
      passed: true,
      passMetadata: {},
      fresh: "none",
    }),
  );
  for (let number = 1; number <= count; number += 1)
    addMessage(world, conversation.id, {
      author:
        number % 2 === 1
          ? { type: "user", userId: user.id }
          : { type: "business", subtypes: ["agent"], displayName: "Alex Admin" },
      content: { type: "text", text: `Message ${number} of ${count}: is it open on Monday?` },
      source: { type: number % 2 === 1 ? "api:conversations" : AGENT_WORKSPACE },
      ...(number % 2 === 1 ? {} : { metadata: { "__zendesk_msg.agent.id": "1" } }),
    });
}
