/** Looks whether an earlier attempt at a delivery was accepted after all. */
import type { Claim } from "../store/port.ts";
import type { Desk, DeskAccount } from "../zendesk/desk.ts";

export interface LookPorts {
  readonly desk: Pick<Desk, "findMessage">;
  /** Waits until Zendesk shows what it accepted from the attempt in doubt. */
  readonly untilShown: () => Promise<void>;
  /** Waits between two looks. */
  readonly lookAgain: () => Promise<void>;
  /** Nothing was found, and it is about to be posted again: it may stand twice in the end, whatever becomes of that. */
  readonly beforePostingAgain: () => Promise<void>;
}

/**
 * The message's id at Zendesk, if an attempt at this delivery was accepted: an echo told, or Zendesk's list shows it.
 *
 * @param key ours, of the message
 */
export async function alreadyPosted(
  { desk, untilShown, lookAgain, beforePostingAgain }: LookPorts,
  account: DeskAccount,
  conversationId: string,
  { handoff, earlier, found = {}, look }: Claim,
  key: string,
): Promise<string | undefined> {
  if (Object.hasOwn(found, key)) return found[key];
  if (!look) return undefined;
  // What was tried before it was parked may stand above what was posted since.
  const after = earlier === undefined ? handoff.lastPostedMessageId : undefined;
  const lookOnce = async () => (await desk.findMessage(account, conversationId, key, after))?.messageId;
  await untilShown();
  const seen = (await lookOnce()) ?? (await lookAgain().then(lookOnce));
  if (seen === undefined) await beforePostingAgain();
  return seen;
}
