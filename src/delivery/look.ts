/** Looks whether an earlier attempt at a delivery was accepted after all. */
import type { Claim } from "../store/port.ts";
import type { Desk, DeskAccount } from "../zendesk/desk.ts";

export interface LookPorts {
  readonly desk: Pick<Desk, "findMessage">;
  /** Waits until Zendesk shows what it accepted from the attempt in doubt. */
  readonly untilShown: () => Promise<void>;
  /** Waits between two looks. */
  readonly lookAgain: () => Promise<void>;
  /** Nothing was found, and it is posted again: it may stand twice in the end. */
  readonly onPostedAgain: () => void;
}

/**
 * The message's id at Zendesk, if an attempt at this delivery was accepted: an echo told, or Zendesk's list shows it.
 * A delivery that takes up a parked one is looked for under its earlier positions as well.
 *
 * @param keyAt our key of the message, had it been posted for the delivery at that position
 */
export async function alreadyPosted(
  { desk, untilShown, lookAgain, onPostedAgain }: LookPorts,
  account: DeskAccount,
  conversationId: string,
  { handoff, position, earlier = [], found = {}, look }: Claim,
  keyAt: (position: number) => string,
): Promise<string | undefined> {
  const keys = [position, ...earlier].map(keyAt);
  const told = keys.find((key) => Object.hasOwn(found, key));
  if (told !== undefined) return found[told];
  if (!look) return undefined;
  const lookOnce = async () => {
    for (const [index, key] of keys.entries()) {
      // What was tried under an earlier position may stand above what was posted since.
      const after = index === 0 ? handoff.lastPostedMessageId : undefined;
      const message = await desk.findMessage(account, conversationId, key, after);
      if (message !== undefined) return message.messageId;
    }
    return undefined;
  };
  await untilShown();
  const seen = (await lookOnce()) ?? (await lookAgain().then(lookOnce));
  if (seen === undefined) onPostedAgain();
  return seen;
}
