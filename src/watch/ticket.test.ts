import { expect, test } from "vitest";
import type { Handoff } from "../conversation/model.ts";
import { connectorId, handoffOf } from "../store/contract/fixture.ts";
import { deskAccountOf } from "../zendesk/account.fixtures.ts";
import type { HandoffTicket } from "../zendesk/desk.ts";
import { findTicket, repairAfterEnd } from "./ticket.ts";

const handoff = handoffOf({
  zendeskUserId: "user",
  zendeskConversationId: "conversation",
  skill: { id: "skill", name: "Skill", groupId: "1" },
});

/** What Zendesk is asked for a handoff's ticket. */
async function askedOf(look: typeof findTicket | typeof repairAfterEnd, phase: Handoff["phase"]) {
  const asked: HandoffTicket[] = [];
  const ports = {
    store: { handoffs: { load: async () => undefined } },
    desk: {
      findTicket: async (_account: unknown, search: HandoffTicket) => {
        asked.push(search);
        return undefined;
      },
      tickets: async () => [],
      assignGroup: async () => undefined,
    },
    relay: { apply: async () => ({ outcome: "skipped" }) as const },
    onError: () => undefined,
  };
  await look(ports, deskAccountOf(connectorId), { ...handoff, phase });
  return asked;
}

test("after the end only a ticket's log tells that it is the handoff's: its visitor may have the ticket of another by now", async () => {
  expect(await askedOf(repairAfterEnd, "ended")).toMatchObject([{ byLogOnly: true }]);
  expect(await askedOf(findTicket, "live")).toMatchObject([{ byLogOnly: false }]);
});
