/** What the account does by itself when its time has come (zendesk.md §5.6). */
import { firstReply } from "../messaging/automatic.ts";
import { addMessage } from "../messaging/messages.ts";
import { AGENT_WORKSPACE, isActive } from "../messaging/switchboard.ts";
import type { Ticket, Timer } from "../state/entities.ts";
import type { World } from "../world.ts";
import { setStatus } from "./sessions.ts";
import { CLOSED_AFTER_MS, conversationOf } from "./tickets.ts";

/** Runs the account's timers from now on. */
export function runAutomations(world: World): void {
  world.onTimer(({ kind, ticketId }) => {
    const ticket = world.tickets.get(ticketId);
    if (ticket !== undefined) run[kind](world, ticket);
  });
}

const run: Record<Timer["kind"], (world: World, ticket: Ticket) => void> = {
  closeSolved(world, ticket) {
    // Reopened meanwhile, and perhaps solved again: then another timer is under way.
    const due = ticket.solvedAt !== undefined && ticket.solvedAt + CLOSED_AFTER_MS <= world.clock.now();
    if (due && ticket.status === "solved" && world.settings().closeSolvedAfterFourDays)
      setStatus(world, ticket, "closed", "An automation");
  },
  firstReply(world, ticket) {
    const conversation = conversationOf(world, ticket);
    // Not into a conversation that somebody else has taken meanwhile.
    if (conversation === undefined || !isActive(world, conversation, AGENT_WORKSPACE)) return;
    const message = firstReply(world, ticket);
    if (message !== undefined) addMessage(world, conversation.id, message);
  },
};
