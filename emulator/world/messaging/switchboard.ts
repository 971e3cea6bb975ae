/** Who answers a conversation (zendesk.md §5). */
import { badRequest, Refusal } from "../../refusal.ts";
import type { Conversation, Metadata, Settings, SwitchboardIntegration } from "../state/entities.ts";
import type { World } from "../world.ts";
import { publishControl } from "./events.ts";

/** The integration types of Zendesk's own two seats (zendesk.md §5.1). */
export const AGENT_WORKSPACE = "zd:agentWorkspace";
export const ANSWER_BOT = "zd:answerBot";

export function seatOfType(world: World, integrationType: string): SwitchboardIntegration | undefined {
  return world.switchboardIntegrations.all().find((seat) => seat.integrationType === integrationType);
}

const responderTypes = {
  agentWorkspace: AGENT_WORKSPACE,
  zendeskBot: ANSWER_BOT,
  custom: undefined,
  none: undefined,
} as const satisfies Record<Settings["defaultResponder"], string | undefined>;

/**
 * Who answers a conversation that nobody controls: the responder of the channel integration it came through,
 * else the account's (zendesk.md §5.1).
 */
export function defaultSeat(world: World, integrationId?: string): SwitchboardIntegration | undefined {
  const { settings, defaultSeatId } = world.account();
  const own = integrationId === undefined ? undefined : world.integrations.get(integrationId);
  const seat =
    own?.defaultResponderId === undefined
      ? undefined
      : world.switchboardIntegrations.get(own.defaultResponderId);
  if (seat !== undefined) return seat;
  if (settings.defaultResponder === "custom")
    return defaultSeatId === undefined ? undefined : world.switchboardIntegrations.get(defaultSeatId);
  const type = responderTypes[settings.defaultResponder];
  return type === undefined ? undefined : seatOfType(world, type);
}

/** Makes a seat the account's default responder; undefined leaves conversations to nobody. */
export function setDefaultSeat(world: World, seat: SwitchboardIntegration | undefined): void {
  const { defaultSeatId: _, ...account } = world.account();
  const types = { [AGENT_WORKSPACE]: "agentWorkspace", [ANSWER_BOT]: "zendeskBot" } as const;
  const known = seat?.integrationType;
  const defaultResponder =
    seat === undefined ? "none" : known === AGENT_WORKSPACE || known === ANSWER_BOT ? types[known] : "custom";
  world.accounts.put({
    ...account,
    settings: { ...account.settings, defaultResponder },
    ...(defaultResponder === "custom" && seat !== undefined ? { defaultSeatId: seat.id } : {}),
  });
}

export const seatById = (world: World, id: string | undefined): SwitchboardIntegration | undefined =>
  id === undefined ? undefined : world.switchboardIntegrations.get(id);

/** Whether a seat of this type is in control. */
export const isActive = (world: World, { active }: Conversation, integrationType: string): boolean =>
  seatById(world, active)?.integrationType === integrationType;

/** By id, name, type or `next`, in this order; a type that two carry is an error (zendesk.md §5.2). */
export function resolveSeat(
  world: World,
  conversation: Conversation,
  wanted: string,
): SwitchboardIntegration {
  const seats = world.switchboardIntegrations.all();
  const exact = seats.find((seat) => seat.id === wanted) ?? seats.find((seat) => seat.name === wanted);
  if (exact !== undefined) return exact;
  if (wanted === "next") {
    const next = seatById(world, seatById(world, conversation.active)?.nextSwitchboardIntegrationId);
    if (next !== undefined) return next;
    throw badRequest("There is no next switchboard integration.");
  }
  const [first, second] = seats.filter((seat) => seat.integrationType === wanted);
  if (first === undefined)
    throw new Refusal(404, "switchboard_integration_not_found", "Switchboard integration not found");
  if (second !== undefined) throw badRequest(`More than one switchboard integration has the type ${wanted}.`);
  return first;
}

/** Why Agent Workspace gave control away by itself (zendesk.md §5.6). */
export type EndReason = "ticketClosed" | "transferToEmail";

/** Puts a seat in control and tells of it; Agent Workspace keeps the metadata for its ticket. */
export function giveControl(
  world: World,
  conversation: Conversation,
  seat: SwitchboardIntegration,
  metadata: Metadata,
  details: { by?: "acceptControl" | "passControl"; reason?: EndReason } = {},
): Conversation {
  const { pending: _, ...rest } = conversation;
  const { by = "passControl", ...reason } = details;
  const toOperators = seat.integrationType === AGENT_WORKSPACE;
  const next = world.conversations.put({
    ...rest,
    active: seat.id,
    passed: conversation.passed || toOperators,
    passMetadata: toOperators ? metadata : conversation.passMetadata,
  });
  publishControl(world, `switchboard:${by}`, next, { metadata, ...reason }, conversation);
  return next;
}

/** Nobody is in control any more; the next message of the user goes to the default responder. */
export function dropControl(
  world: World,
  conversation: Conversation,
  metadata: Metadata,
  reason?: EndReason,
): Conversation {
  const { active: _active, pending: _pending, ...rest } = conversation;
  const next = world.conversations.put(rest);
  const details = { metadata, ...(reason === undefined ? {} : { reason }) };
  publishControl(world, "switchboard:releaseControl", next, details, conversation);
  return next;
}

/** Agent Workspace is done: control goes to its `next`, else to nobody (zendesk.md §5.6, inferred). */
export function returnControl(world: World, conversation: Conversation, reason?: EndReason): Conversation {
  const active = seatById(world, conversation.active);
  if (active?.integrationType !== AGENT_WORKSPACE || world.settings().controlAfterEnd === "kept")
    return conversation;
  const next = seatById(world, active.nextSwitchboardIntegrationId);
  return next === undefined
    ? dropControl(world, conversation, {}, reason)
    : giveControl(world, conversation, next, {}, reason === undefined ? {} : { reason });
}
