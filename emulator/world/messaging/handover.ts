/** The four calls by which control of a conversation moves, and how they fail (zendesk.md §5.2). */
import { badRequest, Refusal } from "../../refusal.ts";
import type { Conversation, Metadata, SwitchboardIntegration } from "../state/entities.ts";
import { openTicketIfDue } from "../ticketing/ticket-birth.ts";
import { takeMissed } from "../ticketing/tickets.ts";
import type { World } from "../world.ts";
import { type ControlError, publishControl, publishControlFailure } from "./events.ts";
import { greet } from "./messages.ts";
import { dropControl, giveControl, resolveSeat, seatById } from "./switchboard.ts";

/** Who calls: the integration of an `int_` key; undefined for a key of the app. */
type CallerIntegration = string | undefined;

/** A call that tells of its failure by an event of its own. */
interface FailingCall {
  readonly name: "acceptControl" | "offerControl" | "passControl";
  readonly metadata: Metadata;
}

/** Publishes the failure; refuses the call as well, unless the account only tells by the event. */
function fail(
  world: World,
  conversation: Conversation,
  { name, metadata }: FailingCall,
  { refusal, ...error }: ControlError & { readonly refusal: Refusal },
): void {
  publishControlFailure(world, `switchboard:${name}`, conversation, error, metadata);
  if (world.settings().controlFailures === "answered") throw refusal;
}

const forbidden = () => new Refusal(403, "forbidden", "Forbidden");

function targetOf(
  world: World,
  conversation: Conversation,
  call: FailingCall,
  wanted: string,
): SwitchboardIntegration | undefined {
  try {
    return resolveSeat(world, conversation, wanted);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const message = "Switchboard invalid target";
    fail(world, conversation, call, { code: "switchboard_invalid_target", message, refusal });
    return undefined;
  }
}

const callerIsActive = (world: World, conversation: Conversation, caller: string): boolean =>
  seatById(world, conversation.active)?.integrationId === caller;

/** Agent Workspace has just been given control: its ticket, and what it says to that. */
function arrive(world: World, conversation: Conversation): void {
  takeMissed(world, conversation);
  const birth = openTicketIfDue(world, conversation);
  if (birth !== undefined) greet(world, conversation.id, birth);
}

/**
 * Makes the integration named by id, name, type or `next` the active one. A second `next` of an integration
 * that has already passed control on is a duplicate, and disregarded.
 */
export function passControl(
  world: World,
  conversation: Conversation,
  wanted: string,
  metadata: Metadata,
  caller?: CallerIntegration,
): void {
  const isDuplicate =
    wanted === "next" && caller !== undefined && !callerIsActive(world, conversation, caller);
  if (isDuplicate) return;
  const seat = targetOf(world, conversation, { name: "passControl", metadata }, wanted);
  if (seat !== undefined) arrive(world, giveControl(world, conversation, seat, metadata));
}

/** Invites an integration to take control; an earlier offer is void. */
export function offerControl(
  world: World,
  conversation: Conversation,
  wanted: string,
  metadata: Metadata,
): void {
  const call = { name: "offerControl", metadata } as const;
  const seat = targetOf(world, conversation, call, wanted);
  if (seat === undefined) return;
  if (conversation.active === seat.id) {
    const refusal = badRequest("Cannot offer control to the active switchboard integration.");
    const { message } = refusal;
    fail(world, conversation, call, { code: "switchboard_invalid_target", message, refusal });
    return;
  }
  const next = world.conversations.put({ ...conversation, pending: seat.id });
  publishControl(world, "switchboard:offerControl", next, { metadata }, conversation);
}

/** The integration that control was offered to takes it; another one's own key may not. */
export function acceptControl(
  world: World,
  conversation: Conversation,
  metadata: Metadata,
  caller?: CallerIntegration,
): void {
  const pending = seatById(world, conversation.pending);
  if (pending === undefined) {
    const call = { name: "acceptControl", metadata } as const;
    const message = "There is no pendingSwitchboardIntegration";
    fail(world, conversation, call, { code: "switchboard_invalid_action", message, refusal: forbidden() });
    return;
  }
  if (caller !== undefined && caller !== pending.integrationId) throw forbidden();
  arrive(world, giveControl(world, conversation, pending, metadata, { by: "acceptControl" }));
}

/** Leaves the conversation to nobody; an integration's own key may only give up its own control. */
export function releaseControl(
  world: World,
  conversation: Conversation,
  metadata: Metadata,
  caller?: CallerIntegration,
): void {
  if (caller !== undefined && !callerIsActive(world, conversation, caller)) throw forbidden();
  dropControl(world, conversation, metadata);
}
