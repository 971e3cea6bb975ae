/** The desk (see `desk.ts`) on Sunshine Conversations and the Support API. */
import { CodedError } from "../errors.ts";
import type { Desk, DeskAccount, DeskMessage, News, OutgoingMessage, TimedDesk } from "./desk.ts";
import { type ConversationFacts, findTicketOf } from "./find-ticket.ts";
import { cutOffBy, type ZendeskHttp } from "./http.ts";
import { profileOf, requesterMetadata } from "./identity.ts";
import { withOperators } from "./incoming.ts";
import {
  handoffField,
  keyField,
  readMessage,
  receivedAt,
  redactedId,
  saidAtField,
} from "./incoming-message.ts";
import { fetchMedia } from "./media.ts";
import { asPresentUser } from "./present-user.ts";
import * as sunco from "./sunco.ts";
import { allowsSeveralConversations } from "./sunco-admin.ts";
import { deskTicket, type Support, setTicketGroup, setTicketSolved, showTickets } from "./support.ts";
import { createSupportAccess, type SupportAccess } from "./support-access.ts";
import { takeBack } from "./take-back.ts";

/** Of ListMessages (zendesk.md §2). */
const messagesPerPage = 100;
/** `messagesAfter` gives at most this many, `newsAfter` as many redacted ones. */
const newestMessages = 500;
const groupField = "dataCapture.systemField.group_id";

export interface DeskParts {
  readonly http: ZendeskHttp;
  readonly now: () => number;
  /** Told of failures that do not stop a handoff. */
  readonly onSetback?: (error: CodedError) => void;
}

/** A desk that calls Zendesk through the given HTTP client. */
export function createDesk(parts: DeskParts): Desk & TimedDesk {
  const access = createSupportAccess(parts.http, parts.now);
  return {
    ...deskOn(parts, access),
    within: (ms) => {
      const signal = AbortSignal.timeout(ms);
      // The one that all share: it remembers their access tokens.
      const timedAccess: SupportAccess = {
        send: (account, call) => access.send(account, { ...call, signal }),
      };
      return deskOn({ ...parts, http: cutOffBy(signal, parts.http) }, timedAccess);
    },
  };
}

function deskOn({ http, now, onSetback }: DeskParts, access: SupportAccess): Desk {
  const support = (account: DeskAccount): Support => ({ access, account });

  const findTicket: Desk["findTicket"] = async (account, handoff) => {
    const { answer: user } = await asPresentUser(http, account, handoff, (id) =>
      sunco.getUser(http, account, id),
    );
    return findTicketOf(support(account), {
      externalId: handoff.externalId,
      startedAt: handoff.startedAt,
      ...(handoff.byLogOnly === true && { byLogOnly: true }),
      ...(typeof user.zendeskId === "string" ? { zendeskUserId: user.zendeskId } : {}),
      conversation: () => conversationFacts(http, account, handoff.conversationId),
    });
  };
  const tickets: Desk["tickets"] = async (account, ticketIds) =>
    ticketIds.length === 0 ? [] : (await showTickets(support(account), ticketIds)).map(deskTicket);

  return {
    ensureUser: async (account, user) => {
      const profile = profileOf(user.identity, user.locale);
      const created = await sunco.createUser(http, account, user.externalId, profile);
      if (created !== undefined) {
        return { userId: created.id };
      }
      // The user exists. What the visitor stated since belongs to it now.
      const known =
        user.identity === undefined
          ? await sunco.getUser(http, account, user.externalId)
          : await sunco.updateUser(http, account, user.externalId, profile);
      return { userId: known.id };
    },

    openConversation: (account, open) => openConversation(http, account, open),

    findConversation: async (account, userId, handoffId) => {
      for await (const page of sunco.userConversations(http, account, userId)) {
        const ours = page.find((conversation) => conversation?.metadata?.[handoffField] === handoffId);
        if (ours !== undefined) {
          return { conversationId: ours.id };
        }
      }
      return undefined;
    },

    post: async (account, conversationId, message) => {
      const { author } = message;
      if (author.type === "business") return posted(http, account, conversationId, message);
      const { answer, userId } = await asPresentUser(
        http,
        account,
        { conversationId, userId: author.userId },
        (id) => posted(http, account, conversationId, { ...message, author: { ...author, userId: id } }),
      );
      return { ...answer, ...(userId !== author.userId && { userId }) };
    },

    deleteMessage: (account, conversationId, messageId) =>
      sunco.deleteMessage(http, account, conversationId, messageId),

    findMessage: async (account, conversationId, key, afterMessageId) => {
      for await (const page of messagesBackwards(http, account, conversationId, afterMessageId, now)) {
        const ours = page.messages.find((message) => message.key === key);
        if (ours !== undefined) {
          return { messageId: ours.id };
        }
      }
      return undefined;
    },

    upload: (account, conversationId, file) => sunco.uploadAttachment(http, account, conversationId, file),

    takeControl: async (account, conversationId) => {
      if (account.ownSwitchboardIntegration !== undefined) {
        const own = account.ownSwitchboardIntegration;
        await sunco.control(http, account, conversationId, "passControl", own);
      }
    },

    passControl: async (account, conversationId, pass) => {
      const metadata = {
        ...(pass.groupId === undefined ? {} : { [groupField]: pass.groupId }),
        ...requesterMetadata(pass.identity),
        ...(pass.firstMessageId === undefined ? {} : { first_message_id: pass.firstMessageId }),
      };
      await sunco.control(http, account, conversationId, "passControl", account.agentWorkspace, metadata);
    },

    staySubscribed: async (account, conversationId) => {
      if (account.ownSwitchboardIntegration !== undefined) {
        await staySubscribed(http, account, conversationId, account.ownSwitchboardIntegration, onSetback);
      }
    },

    messagesAfter: async (account, conversationId, afterMessageId) =>
      (await newsAfter(http, account, conversationId, afterMessageId, now)).messages,

    newsAfter: (account, conversationId, afterMessageId) =>
      newsAfter(http, account, conversationId, afterMessageId, now),

    control: async (account, conversationId) => {
      try {
        const conversation = await sunco.getConversation(http, account, conversationId);
        return withOperators(conversation, account.agentWorkspace) ? "operators" : "other";
      } catch (error) {
        if (error instanceof CodedError && error.code === "zendesk_conversation_gone") {
          return "gone";
        }
        throw error;
      }
    },

    findTicket,
    tickets,

    takeBack: (account, left) => takeBack(http, { access, account }, left, (error) => onSetback?.(error)),

    assignGroup: (account, ticketId, groupId) => setTicketGroup(support(account), ticketId, groupId),

    solveTicket: async (account, handoff) => {
      const found =
        handoff.ticketId === undefined
          ? await findTicket(account, handoff)
          : (await tickets(account, [handoff.ticketId]))[0];
      if (found === undefined && handoff.ticketId === undefined)
        throw new CodedError("zendesk_ticket_unknown", "Zendesk does not show the ticket");
      if (found === undefined || found.status === "solved" || found.status === "closed") return;
      await setTicketSolved(support(account), found.id).catch((error: unknown) => {
        if (!(error instanceof CodedError) || error.code !== "zendesk_refused") throw error;
        onSetback?.(error);
      });
    },

    fetchMedia: (account, mediaUrl, maxBytes) => fetchMedia(http, account, mediaUrl, maxBytes),
  };
}

/**
 * The group goes on the conversation as well as on passControl, since nobody knows which of them an account
 * honours (zendesk.md §5.3). How Zendesk words the refusal of a second conversation is not documented, so after any
 * refusal the account is asked whether it allows several and the user whether it has one.
 */
async function openConversation(
  http: ZendeskHttp,
  account: DeskAccount,
  open: Parameters<Desk["openConversation"]>[1],
): Promise<{ conversationId: string }> {
  const metadata = {
    [handoffField]: open.handoffId,
    ...(open.groupId === undefined ? {} : { [groupField]: open.groupId }),
  };
  try {
    const conversation = await sunco.createConversation(http, account, open.userId, metadata);
    return { conversationId: conversation.id };
  } catch (error) {
    if (error instanceof CodedError && error.code === "zendesk_refused") {
      if (await isSecondOfSingle(http, account, open.userId)) {
        throw new CodedError(
          "zendesk_single_conversation",
          "the account allows one conversation per user and this user has one",
          { cause: error },
        );
      }
    }
    throw error;
  }
}

async function isSecondOfSingle(http: ZendeskHttp, account: DeskAccount, userId: string): Promise<boolean> {
  if ((await allowsSeveralConversations(http, account)) === true) {
    return false;
  }
  for await (const page of sunco.userConversations(http, account, userId)) {
    return page.length > 0;
  }
  return false;
}

/**
 * An integration that stands in the switchboard gets no webhooks on standby; as the pending one it does
 * (zendesk.md §5.1, §5.4). Control has passed already, and what a webhook misses the reconciliation finds, so a
 * refusal is reported and the handoff goes on.
 */
async function staySubscribed(
  http: ZendeskHttp,
  account: DeskAccount,
  conversationId: string,
  own: string,
  onSetback: DeskParts["onSetback"],
): Promise<void> {
  try {
    await sunco.control(http, account, conversationId, "offerControl", own);
  } catch (error) {
    if (!(error instanceof CodedError) || error.retry !== "never") {
      throw error;
    }
    onSetback?.(error);
  }
}

async function posted(
  http: ZendeskHttp,
  account: DeskAccount,
  conversationId: string,
  message: OutgoingMessage,
): Promise<{ messageId: string }> {
  return { messageId: await sunco.postMessage(http, account, conversationId, messageBody(message)) };
}

/**
 * A chosen answer is a text of the user's that carries the button's payload, whatever kind of button it was: only
 * channels of Zendesk's own can send a postback (zendesk.md §4).
 */
function messageBody(message: OutgoingMessage): object {
  const { author, content, chosen } = message;
  return {
    author:
      author.type === "visitor"
        ? { type: "user", userId: author.userId }
        : { type: "business", displayName: author.name.slice(0, 100) },
    content:
      content.type === "text"
        ? {
            type: "text",
            text: content.text,
            ...(chosen?.payload === undefined ? {} : { payload: chosen.payload }),
          }
        : {
            type: content.image ? "image" : "file",
            mediaUrl: content.mediaUrl,
            altText: content.name.slice(0, 128),
            ...(content.caption === undefined || content.caption === "" ? {} : { text: content.caption }),
          },
    metadata: {
      ...chosen?.metadata,
      [keyField]: message.key,
      ...(message.saidAt === undefined ? {} : { [saidAtField]: new Date(message.saidAt).toISOString() }),
    },
  };
}

async function newsAfter(
  http: ZendeskHttp,
  account: DeskAccount,
  conversationId: string,
  afterMessageId: string | undefined,
  now: () => number,
): Promise<News> {
  let messages: readonly DeskMessage[] = [];
  let redacted: readonly string[] = [];
  for await (const page of messagesBackwards(http, account, conversationId, afterMessageId, now)) {
    messages = [...page.messages, ...messages];
    redacted = [...page.redacted, ...redacted].slice(-newestMessages);
    if (messages.length >= newestMessages) break;
  }
  return { messages: messages.slice(-newestMessages), redacted };
}

/** Pages from the newest backwards: what can be read, cut off at (and without) `afterMessageId`, and all that was redacted. */
async function* messagesBackwards(
  http: ZendeskHttp,
  account: DeskAccount,
  conversationId: string,
  afterMessageId: string | undefined,
  now: () => number,
): AsyncGenerator<News> {
  for await (const page of sunco.messagePages(http, account, conversationId)) {
    const limit = afterMessageId === undefined ? -1 : page.findIndex((raw) => idOf(raw) === afterMessageId);
    yield {
      messages: page.slice(limit + 1).flatMap((raw) => readMessage(raw, now()) ?? []),
      redacted: page.flatMap((raw) => redactedId(raw) ?? []),
    };
    if (limit >= 0) {
      return;
    }
  }
}

/** By the raw id: a deleted message still marks its place. */
function idOf(raw: unknown): unknown {
  return typeof raw === "object" && raw !== null && "id" in raw ? raw.id : undefined;
}

/** By the newest page; only one that is not full is sure to hold the first message (zendesk.md §2). */
async function conversationFacts(
  http: ZendeskHttp,
  account: DeskAccount,
  conversationId: string,
): Promise<ConversationFacts> {
  for await (const page of sunco.messagePages(http, account, conversationId)) {
    const messageIds = new Set(page.map(idOf).filter((id) => typeof id === "string"));
    const begunAt = page.length < messagesPerPage ? receivedAt(page[0]) : undefined;
    return { messageIds, ...(begunAt !== undefined && { begunAt }) };
  }
  return { messageIds: new Set() };
}
