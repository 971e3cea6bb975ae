/** One attempt at a delivery: looks first where an earlier one may have been accepted, then calls Zendesk. */
import { operatorTexts } from "../bot/texts.ts";
import type { DeliveryResult } from "../conversation/events.ts";
import { isInOpening } from "../conversation/history.ts";
import {
  accountKey,
  type ConversationHead,
  type DeliveryTask,
  type Message,
  type OperatorNote,
} from "../conversation/model.ts";
import { CodedError, toCoded } from "../errors.ts";
import type { Claim, Store } from "../store/port.ts";
import type { DeskAccount } from "../zendesk/desk.ts";
import { cleanUp, operatorsHave } from "./clean-up.ts";
import { chosenIn, type Older, openingText, outgoingAuthor, outgoingParts, withUpload } from "./compose.ts";
import { type HistoryCostPorts, historyCosts } from "./history-costs.ts";
import { openConversation, userOf } from "./open-conversation.ts";
import { conversationOf, type PostPorts, post } from "./post.ts";

export interface AttemptPorts extends PostPorts, Pick<HistoryCostPorts, "uploadTimes" | "paces" | "timing"> {
  readonly store: Store;
  /** The bytes of a file of ours. Fails with `file_unknown` or `media_unavailable`. */
  readonly openFile: (fileId: string) => Promise<Blob>;
  /** Waits until Zendesk shows whatever it may have accepted from earlier attempts. */
  readonly settle: () => Promise<void>;
}

export interface Accepted {
  readonly result: DeliveryResult;
  /** The message of a `message` task. */
  readonly message?: Message;
  /** The account's messaging was not asked, or by the way only: nothing is known of it. */
  readonly unasked?: true;
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
      const { userId } = await ports.callTimes.timed(accountKey(handoff), () =>
        desk.ensureUser(account, { externalId, ...(identity && { identity }), locale: head.language }),
      );
      return { result: { userId } };
    }
    case "conversation": {
      const opened = await openConversation(ports, account, claim, head);
      const historyMs = await historyCosts(ports, accountKey(handoff), head, task.history ?? []);
      return { result: { ...opened, historyMs } };
    }
    case "opening": {
      const botName = await nameOfBot(store, head.botId);
      const older = await messagesBefore(store, claim, task);
      const text = openingText(handoff, head, botName, older);
      return { result: await say(ports, account, claim, botName, text) };
    }
    case "control": {
      const { openingMessageId: firstMessageId, identity, skill } = handoff;
      await desk.passControl(account, conversationOf(claim), {
        ...(firstMessageId !== undefined && { firstMessageId }),
        ...(skill?.groupId !== undefined && { groupId: skill.groupId }),
        ...(identity && { identity }),
      });
      ports.onArrived();
      await desk.staySubscribed(account, conversationOf(claim));
      return { result: {} };
    }
    case "message": {
      if (task.history && isInOpening(handoff, claim.position)) return { result: {}, unasked: true };
      const message = await messageAt(store, head.id, task.seq);
      const author = outgoingAuthor(message, await nameOfBot(store, head.botId), userOf(claim));
      const upload = async () => {
        const uploaded = uploadOf(ports, account, claim, message);
        return task.history ? uploaded.catch(orInWords) : uploaded;
      };
      const parts = outgoingParts(message, head.language).map((content, index) => async () => ({
        author,
        content: content.type === "file" ? withUpload(content, await upload(), head.language) : content,
        ...(index === 0 && chosenIn(message, task)),
        ...(task.history && { saidAt: message.at }),
      }));
      return { result: await post(ports, account, claim, parts), message };
    }
    case "note":
      return { result: await postNote(ports, account, claim, head, task.note) };
    case "cleanup": {
      // What was under way when the handoff ended may still come to light.
      if (!claim.look) await ports.settle();
      if (task.note !== undefined && (await operatorsHave(desk, account, handoff)))
        return { result: await postNote(ports, account, claim, head, task.note) };
      await cleanUp(desk, account, handoff, task.ownUser);
      return { result: {} };
    }
    case "solve":
      if (task.inDoubt !== true || (await operatorsHave(desk, account, handoff)))
        await desk.solveTicket(account, {
          ...handoff,
          userId: userOf(claim),
          conversationId: conversationOf(claim),
        });
      return { result: {}, unasked: true };
    case "lost":
      throw new CodedError("row_unreadable", "what was to be delivered cannot be read");
  }
}

async function postNote(
  ports: AttemptPorts,
  account: DeskAccount,
  claim: Claim,
  head: ConversationHead,
  note: OperatorNote,
): Promise<DeliveryResult> {
  const botName = await nameOfBot(ports.store, head.botId);
  return say(ports, account, claim, botName, operatorTexts[head.language].note[note]);
}

/** Posts a text by the business. */
function say(
  ports: AttemptPorts,
  account: DeskAccount,
  claim: Claim,
  name: string,
  text: string,
): Promise<DeliveryResult> {
  const message = { author: { type: "business", name }, content: { type: "text", text } } as const;
  return post(ports, account, claim, [() => Promise.resolve(message)]);
}

/** How many of the messages that are older than the history are read for the opening. */
const olderRead = 200;

/** What goes with the opening: what is older than the history, and the part of it that would take too long. */
async function messagesBefore(
  store: Store,
  { handoff }: Claim,
  { olderThanSeq = 0, history = [] }: Extract<DeliveryTask, { kind: "opening" }>,
): Promise<Older> {
  const conversationId = handoff.conversationId;
  const older =
    olderThanSeq === 0
      ? []
      : await store.conversations.messages(conversationId, {
          fromSeq: Math.max(1, olderThanSeq - olderRead + 1),
          toSeq: olderThanSeq,
          limit: olderRead,
        });
  const skipped: Message[] = [];
  for (const seq of history.slice(0, handoff.historySkipped ?? 0)) {
    const message = await store.conversations.message(conversationId, seq);
    // One that cannot be read is left out.
    if (message !== undefined) skipped.push(message);
  }
  return { messages: [...older, ...skipped], isCut: olderThanSeq > olderRead };
}

async function uploadOf(
  ports: AttemptPorts,
  account: DeskAccount,
  claim: Claim,
  { content }: Message,
): Promise<{ mediaUrl: string } | undefined> {
  if (content.type !== "file") return undefined;
  const bytes = await ports.openFile(content.fileId);
  return ports.uploadTimes.timed(accountKey(claim.handoff), () =>
    ports.desk.upload(account, conversationOf(claim), {
      name: content.name,
      mediaType: content.mediaType,
      bytes,
    }),
  );
}

/**
 * A file of the past that cannot be had any more, or that Zendesk does not take, is named in words: it must not
 * keep the visitor from the operator.
 */
function orInWords(error: unknown): undefined {
  const { code, retry } = toCoded(error);
  const lost = code === "media_unavailable" || (retry === "never" && code !== "zendesk_conversation_gone");
  if (!lost) throw error;
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
  const message = await store.conversations.message(conversationId, seq);
  if (message === undefined)
    throw new CodedError("not_found", `no message ${seq} in conversation ${conversationId}`);
  return message;
}
