/** One attempt at a delivery: looks first where an earlier one may have been accepted, then calls Zendesk. */
import { operatorTexts } from "../bot/texts.ts";
import type { DeliveryResult } from "../conversation/events.ts";
import type { ConversationHead, Message, OperatorNote } from "../conversation/model.ts";
import { CodedError, toCoded } from "../errors.ts";
import type { Claim, Store } from "../store/port.ts";
import type { Desk, DeskAccount, OutgoingMessage } from "../zendesk/desk.ts";
import { cleanUp, operatorsHave, ownExternalId } from "./clean-up.ts";
import { chosenIn, deliveryKey, openingText, outgoingAuthor, outgoingContent } from "./compose.ts";
import { alreadyPosted, type LookPorts } from "./look.ts";
import { solve } from "./solve.ts";

export interface AttemptPorts extends LookPorts {
  readonly store: Store;
  readonly desk: Desk;
  /** The bytes of a file of ours. Fails with `file_unknown` or `media_unavailable`. */
  readonly openFile: (fileId: string) => Promise<Blob>;
  /** Waits until Zendesk shows whatever it may have accepted from earlier attempts. */
  readonly settle: () => Promise<void>;
}

export interface Accepted {
  readonly result: DeliveryResult;
  /** The message of a `message` task. */
  readonly message?: Message;
}

/** Fails with a `CodedError` whose retry class says what may be done next. */
export async function attempt(ports: AttemptPorts, account: DeskAccount, claim: Claim): Promise<Accepted> {
  const { store, desk } = ports;
  const { handoff, task } = claim;
  const head = await conversationHead(store, handoff.conversationId);
  if (claim.found === undefined) await ports.untilShown();
  switch (task.kind) {
    case "user": {
      const { externalId, identity } = handoff;
      const { userId } = await desk.ensureUser(account, {
        externalId,
        ...(identity && { identity }),
        locale: head.language,
      });
      return { result: { userId } };
    }
    case "conversation":
      return { result: await openConversation(ports, account, claim, head) };
    case "opening": {
      const botName = await nameOfBot(store, head.botId);
      const { olderThanSeq } = task;
      const older =
        olderThanSeq === undefined
          ? []
          : await store.conversations.messages(head.id, {
              fromSeq: Math.max(1, olderThanSeq - 199),
              toSeq: olderThanSeq,
              limit: 200,
            });
      const text = openingText(handoff, head, botName, older);
      return {
        result: await post(ports, account, claim, () =>
          Promise.resolve({ author: { type: "business", name: botName }, content: { type: "text", text } }),
        ),
      };
    }
    case "control": {
      const { openingMessageId: firstMessageId, identity, skill } = handoff;
      await desk.passControl(account, conversationOf(claim), {
        ...(firstMessageId !== undefined && { firstMessageId }),
        ...(skill?.groupId !== undefined && { groupId: skill.groupId }),
        ...(identity && { identity }),
      });
      return { result: {} };
    }
    case "message": {
      const message = await messageAt(store, head.id, task.seq);
      const result = await post(ports, account, claim, async () => ({
        author: outgoingAuthor(message, await nameOfBot(store, head.botId), userOf(claim)),
        content: outgoingContent(
          message,
          task.history
            ? await uploadOf(ports, account, claim, message).catch(orInWords)
            : await uploadOf(ports, account, claim, message),
          head.language,
        ),
        ...chosenIn(message, task),
        ...(task.history && { saidAt: message.at }),
      }));
      return { result, message };
    }
    case "note":
      return { result: await postNote(ports, account, claim, head, task.note) };
    case "cleanup": {
      // What was under way when the handoff ended may still come to light.
      if (claim.attempt === 1) await ports.settle();
      if (task.note !== undefined && (await operatorsHave(desk, account, handoff)))
        return { result: await postNote(ports, account, claim, head, task.note) };
      await cleanUp(desk, account, handoff, task.ownUser);
      return { result: {} };
    }
    case "solve":
      await solve(desk, account, claim);
      return { result: {} };
  }
}

async function postNote(
  ports: AttemptPorts,
  account: DeskAccount,
  claim: Claim,
  head: ConversationHead,
  note: OperatorNote,
): Promise<DeliveryResult> {
  const text = operatorTexts[head.language].note[note];
  const author = { type: "business", name: await nameOfBot(ports.store, head.botId) } as const;
  return post(ports, account, claim, () => Promise.resolve({ author, content: { type: "text", text } }));
}

async function openConversation(
  { desk }: AttemptPorts,
  account: DeskAccount,
  claim: Claim,
  head: ConversationHead,
): Promise<DeliveryResult> {
  const { handoff } = claim;
  const open = async (userId: string) => {
    const found = claim.look ? await desk.findConversation(account, userId, handoff.id) : undefined;
    const groupId = handoff.skill?.groupId;
    return (
      found ??
      desk.openConversation(account, {
        userId,
        handoffId: handoff.id,
        ...(groupId !== undefined && { groupId }),
      })
    );
  };
  try {
    const opened = await open(userOf(claim));
    await desk.takeControl(account, opened.conversationId);
    return opened;
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
  const opened = await open(userId);
  await desk.takeControl(account, opened.conversationId);
  return { ...opened, userId, externalId };
}

/** Posts what `compose` makes, unless an earlier attempt turns out to have been accepted. */
async function post(
  ports: AttemptPorts,
  account: DeskAccount,
  claim: Claim,
  compose: () => Promise<Omit<OutgoingMessage, "key">>,
): Promise<DeliveryResult> {
  const conversationId = conversationOf(claim);
  const keyAt = (position: number) => deliveryKey(claim.handoff.id, position);
  const posted = await alreadyPosted(ports, account, conversationId, claim, keyAt);
  if (posted !== undefined) return { messageId: posted };
  const message = { key: keyAt(claim.position), ...(await compose()) };
  const { messageId } = await ports.desk.post(account, conversationId, message);
  return { messageId };
}

async function uploadOf(
  ports: AttemptPorts,
  account: DeskAccount,
  claim: Claim,
  { content }: Message,
): Promise<{ mediaUrl: string } | undefined> {
  if (content.type !== "file") return undefined;
  const bytes = await ports.openFile(content.fileId);
  return ports.desk.upload(account, conversationOf(claim), {
    name: content.name,
    mediaType: content.mediaType,
    bytes,
  });
}

/**
 * A file of the past that cannot be had any more, or that Zendesk does not take, is named in words: it must not
 * keep the visitor from the operator.
 */
function orInWords(error: unknown): undefined {
  const { code } = toCoded(error);
  if (code !== "file_unknown" && code !== "media_unavailable" && code !== "zendesk_refused") throw error;
}

async function conversationHead(store: Store, conversationId: string): Promise<ConversationHead> {
  const conversation = await store.conversations.load(conversationId);
  if (conversation === undefined) throw new CodedError("not_found", `no conversation ${conversationId}`);
  return conversation.head;
}

async function nameOfBot(store: Store, botId: string): Promise<string> {
  return (await store.bots.load(botId))?.name ?? botId;
}

async function messageAt(store: Store, conversationId: string, seq: number): Promise<Message> {
  const [message] = await store.conversations.messages(conversationId, {
    fromSeq: seq,
    toSeq: seq,
    limit: 1,
  });
  if (message === undefined)
    throw new CodedError("not_found", `no message ${seq} in conversation ${conversationId}`);
  return message;
}

function userOf({ handoff }: Claim): string {
  if (handoff.zendeskUserId === undefined)
    throw new CodedError("internal", `handoff ${handoff.id} has no user yet`);
  return handoff.zendeskUserId;
}

function conversationOf({ handoff }: Claim): string {
  if (handoff.zendeskConversationId === undefined)
    throw new CodedError("internal", `handoff ${handoff.id} has no conversation yet`);
  return handoff.zendeskConversationId;
}
