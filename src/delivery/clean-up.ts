/** Takes back what a handoff that ended on its way left at Zendesk. */
import type { Handoff } from "../conversation/model.ts";
import type { Desk, DeskAccount, LeftBehind } from "../zendesk/desk.ts";

/** External id of the user that this handoff shares with no other. */
export function ownExternalId({ externalId, number }: Handoff): string {
  const own = `-${number}`;
  return externalId.endsWith(own) ? externalId : externalId + own;
}

/** Under which ids the handoff may have a user: while it opens its conversation it may be given one of its own. */
function usersOf(handoff: Handoff, ownUser: boolean): LeftBehind["users"] {
  const { externalId } = handoff;
  const own = { externalId: ownExternalId(handoff), own: true };
  return externalId === own.externalId ? [own] : [{ externalId, own: ownUser }, own];
}

/**
 * Whether operators have, or may have, the conversation: control is theirs, or there is a ticket. Where Agent
 * Workspace answers everything first, control is theirs from the beginning.
 */
export async function operatorsHave(desk: Desk, account: DeskAccount, handoff: Handoff): Promise<boolean> {
  const { zendeskConversationId: conversationId, zendeskUserId: userId, externalId, startedAt } = handoff;
  if (conversationId === undefined || userId === undefined) return false;
  const control = await desk.control(account, conversationId);
  if (control !== "other") return control === "operators";
  return (await desk.findTicket(account, { externalId, userId, conversationId, startedAt })) !== undefined;
}

export async function cleanUp(
  desk: Desk,
  account: DeskAccount,
  handoff: Handoff,
  ownUser: boolean,
): Promise<void> {
  await desk.takeBack(account, { handoffId: handoff.id, users: usersOf(handoff, ownUser) });
}
