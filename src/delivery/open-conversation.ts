/** The handoff's conversation at Zendesk. */
import type { DeliveryResult } from "../conversation/events.ts";
import { accountKey, type ConversationHead } from "../conversation/model.ts";
import { CodedError } from "../errors.ts";
import type { Claim } from "../store/port.ts";
import type { Desk, DeskAccount } from "../zendesk/desk.ts";
import type { CallTimes } from "./call-times.ts";
import { ownExternalId } from "./clean-up.ts";
import type { LookPorts } from "./look.ts";

export interface OpenPorts extends Pick<LookPorts, "lookAgain"> {
  readonly desk: Desk;
  readonly callTimes: CallTimes;
  /** The conversation is there: if what comes after it fails, whoever tries again has to look for it. */
  readonly onArrived: () => void;
}

/**
 * Makes sure of the handoff's conversation: one that an earlier attempt made is found by the handoff's id in its
 * metadata. Where the account allows a user one only and he has it, the handoff gets a user of its own.
 */
export async function openConversation(
  { desk, callTimes, lookAgain, onArrived }: OpenPorts,
  account: DeskAccount,
  claim: Claim,
  head: ConversationHead,
): Promise<DeliveryResult> {
  const { handoff } = claim;
  const open = async (userId: string) => {
    const find = () => desk.findConversation(account, userId, handoff.id);
    // Also when only what comes after it did not get through.
    const seen = claim.attempt > 1 ? await find() : undefined;
    const found = seen ?? (claim.look ? await lookAgain().then(find) : undefined);
    const groupId = handoff.skill?.groupId;
    const opened =
      found ??
      (await callTimes.timed(accountKey(handoff), () =>
        desk.openConversation(account, {
          userId,
          handoffId: handoff.id,
          ...(groupId !== undefined && { groupId }),
        }),
      ));
    onArrived();
    await desk.takeControl(account, opened.conversationId);
    return opened;
  };
  try {
    return await open(userOf(claim));
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "zendesk_single_conversation") throw error;
  }
  // The account allows a user one conversation only: this handoff gets a user of its own.
  const externalId = ownExternalId(handoff);
  const { identity } = handoff;
  const { userId } = await desk.ensureUser(account, {
    externalId,
    ...(identity && { identity }),
    locale: head.language,
  });
  return { ...(await open(userId)), userId, externalId };
}

/** The handoff's user, whom the step before has made sure of. */
export function userOf({ handoff }: Claim): string {
  if (handoff.zendeskUserId === undefined)
    throw new CodedError("internal", `handoff ${handoff.id} has no user yet`);
  return handoff.zendeskUserId;
}
