/** Posts what a delivery says, in as many messages as it takes, each of them once. */
import type { DeliveryResult } from "../conversation/events.ts";
import type { Message } from "../conversation/model.ts";
import { accountKey } from "../conversation/model.ts";
import { CodedError } from "../errors.ts";
import type { Language } from "../protocol/chat.ts";
import type { Claim } from "../store/port.ts";
import type { Desk, DeskAccount, OutgoingMessage } from "../zendesk/desk.ts";
import type { CallTimes } from "./call-times.ts";
import { outgoingParts } from "./compose.ts";
import { alreadyPosted, type LookPorts } from "./look.ts";

export interface PostPorts extends LookPorts {
  readonly desk: Desk;
  readonly callTimes: CallTimes;
  /** A part of the delivery is there: if the attempt fails now, whoever tries again has to look for it. */
  readonly onArrived: () => void;
}

/** One message of a delivery, made only when it has to be posted. */
export type Part = () => Promise<Omit<OutgoingMessage, "key">>;

/**
 * Metadata key of a part of a delivery: the way to find its message again after an unclear attempt. What is tried again
 * keeps the key of its first position, or else nobody could tell that it stands twice.
 */
function deliveryKey({ handoff, position, earlier: [first = position] = [] }: Claim, part: number): string {
  return keyOfPart(handoff.id, first, part);
}

function keyOfPart(handoffId: string, position: number, part: number): string {
  return part === 0 ? `${handoffId}.${position}` : `${handoffId}.${position}.${part}`;
}

/** The keys of all parts of a message that was first tried at this position of its lane, in their order. */
export function keysOfMessage(
  handoffId: string,
  position: number,
  message: Message,
  language: Language,
): readonly string[] {
  return outgoingParts(message, language).map((_part, index) => keyOfPart(handoffId, position, index));
}

/** Posts the parts in order; one that an earlier attempt has brought through is not posted again. */
export async function post(
  ports: PostPorts,
  account: DeskAccount,
  claim: Claim,
  parts: readonly Part[],
): Promise<DeliveryResult> {
  const conversationId = conversationOf(claim);
  let result: DeliveryResult = {};
  // From the first part on that is not there, none can be.
  let mayBeThere = true;
  for (const [index, part] of parts.entries()) {
    const key = deliveryKey(claim, index);
    const there: string | undefined = mayBeThere
      ? await alreadyPosted(ports, account, conversationId, claim, key)
      : undefined;
    mayBeThere = there !== undefined;
    const posted = there === undefined ? await postPart({ key, ...(await part()) }) : { messageId: there };
    ports.onArrived();
    result = { ...result, ...posted };
  }
  return result;

  async function postPart(message: OutgoingMessage): Promise<DeliveryResult> {
    const call = () => ports.desk.post(account, conversationId, message);
    const { messageId, userId } = await ports.callTimes.timed(accountKey(claim.handoff), call);
    return { messageId, ...(userId !== undefined && { userId }) };
  }
}

/** The handoff's conversation, which a step before has made sure of. */
export function conversationOf({ handoff }: Claim): string {
  if (handoff.zendeskConversationId === undefined)
    throw new CodedError("internal", `handoff ${handoff.id} has no conversation yet`);
  return handoff.zendeskConversationId;
}
