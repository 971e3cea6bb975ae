/** Posts what a delivery says, in as many messages as it takes, each of them once. */
import type { DeliveryResult } from "../conversation/events.ts";
import { CodedError, toCoded } from "../errors.ts";
import type { Claim } from "../store/port.ts";
import type { Desk, DeskAccount, OutgoingMessage } from "../zendesk/desk.ts";
import type { CallTimes } from "./call-times.ts";
import { alreadyPosted, type LookPorts } from "./look.ts";

export interface PostPorts extends LookPorts {
  readonly desk: Desk;
  readonly callTimes: CallTimes;
}

/** One message of a delivery, made only when it has to be posted. */
export type Part = () => Promise<Omit<OutgoingMessage, "key">>;

/** Metadata key of a part of a delivery: the way to find its message again after an unclear attempt. */
export function deliveryKey(handoffId: string, position: number, part = 0): string {
  return part === 0 ? `${handoffId}.${position}` : `${handoffId}.${position}.${part}`;
}

/** Posts the parts in order; one that an earlier attempt has brought through is not posted again. */
export async function post(
  ports: PostPorts,
  account: DeskAccount,
  claim: Claim,
  parts: readonly Part[],
): Promise<DeliveryResult> {
  const conversationId = conversationOf(claim);
  const { id, connectorId } = claim.handoff;
  let result: DeliveryResult = {};
  // From the first part on that is not there, none can be.
  let mayBeThere = true;
  for (const [index, part] of parts.entries()) {
    const keyAt = (position: number) => deliveryKey(id, position, index);
    const there: string | undefined = mayBeThere
      ? await alreadyPosted(ports, account, conversationId, claim, keyAt)
      : undefined;
    mayBeThere = there !== undefined;
    const posted =
      there === undefined
        ? await postPart(index, async () => ({ key: keyAt(claim.position), ...(await part()) }))
        : { messageId: there };
    result = { ...result, ...posted };
  }
  return result;

  async function postPart(index: number, compose: () => Promise<OutgoingMessage>): Promise<DeliveryResult> {
    try {
      const message = await compose();
      const call = () => ports.desk.post(account, conversationId, message);
      const { messageId, userId } = await ports.callTimes.timed(connectorId, call);
      return { messageId, ...(userId !== undefined && { userId }) };
    } catch (error) {
      throw index === 0 ? error : inPart(error);
    }
  }
}

/** Some parts are there: whoever tries again has to look for them, even when nothing happened this time. */
function inPart(cause: unknown): CodedError {
  const error = toCoded(cause);
  if (error.retry !== "again") return error;
  const { retryAfterMs } = error;
  return new CodedError("zendesk_partly_posted", error.message, {
    cause,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** The handoff's conversation, which a step before has made sure of. */
export function conversationOf({ handoff }: Claim): string {
  if (handoff.zendeskConversationId === undefined)
    throw new CodedError("internal", `handoff ${handoff.id} has no conversation yet`);
  return handoff.zendeskConversationId;
}
