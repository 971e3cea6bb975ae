/** What Zendesk has for the visitor (from a webhook, or found by the watch) brought into the conversation. */
import { richWords, unnamedOperator } from "../bot/texts.ts";
import type { Content, EndReason, Handoff } from "../conversation/model.ts";
import { isTied } from "../conversation/received-order.ts";
import type { Language } from "../protocol/chat.ts";
import { plainFromRichText } from "../protocol/rich-text.ts";
import type { RunningRelay } from "../relay/relay.ts";
import type { Store, StoredFile, Turn } from "../store/port.ts";
import type { DeskContent, DeskMessage } from "../zendesk/desk.ts";
import type { EndSignal } from "../zendesk/incoming.ts";
import { buttonsInWords, choicesOf, operatorBody, surveyBody } from "../zendesk/operator-rich.ts";

export interface ReceivePorts {
  readonly store: Store;
  readonly relay: Pick<RunningRelay, "apply" | "announceTyping">;
  readonly newId: () => string;
}

type InboxEventKey = NonNullable<Turn["inboxEvent"]>;

/** What the caller knows besides the message. */
export interface Circumstances {
  readonly inboxEvent?: InboxEventKey;
  /** What Zendesk lists below the message, where the list was read. */
  readonly below?: readonly DeskMessage[];
}

/** `tied`: only Zendesk's list (`below`) tells its place; nothing was brought in. */
export type Received = "brought" | "nothing_new" | "tied";

/**
 * An operator's (or an automatic) message, exactly once: whoever brings it second finds it there. What is the
 * visitor's or our own says nothing new.
 */
export async function receiveMessage(
  { store, relay, newId }: ReceivePorts,
  handoff: Handoff,
  message: DeskMessage,
  { inboxEvent, below }: Circumstances = {},
): Promise<Received> {
  const { author } = message;
  if (author.type === "visitor" || author.kind === "self" || message.key !== undefined) return "nothing_new";
  const { files, contentIn } = toContent(message.content, author.kind, handoff, newId);
  let skipped: Received = "nothing_new";
  const applied = await relay.apply(
    handoff.conversationId,
    async ({ head, state }) => {
      const known = await store.conversations.findByZendeskMessage(handoff.connectorId, message.id);
      if (known !== undefined) return undefined;
      if (below === undefined && isTied(state, handoff.id, message.received)) {
        skipped = "tied";
        return undefined;
      }
      return {
        type: "operator_said",
        handoffId: handoff.id,
        zendeskMessageId: message.id,
        name: author.name.trim() === "" ? unnamedOperator(head.language) : author.name,
        ...(author.avatarUrl !== undefined && { avatarUrl: author.avatarUrl }),
        content: contentIn(head.language),
        automatic: author.kind !== "human",
        received: message.received,
        precedes: await seqsOf(store, handoff.connectorId, message, below ?? []),
      };
    },
    { files, ...(inboxEvent && { inboxEvent }) },
  );
  return applied.outcome === "applied" ? "brought" : skipped;
}

/** A message was redacted at Zendesk: who shows it must no longer. False when nobody has been shown it. */
export async function receiveRemoval(
  { store, relay }: Pick<ReceivePorts, "store" | "relay">,
  { connectorId, conversationId }: Handoff,
  zendeskMessageId: string,
): Promise<boolean> {
  const known = await store.conversations.findByZendeskMessage(connectorId, zendeskMessageId);
  if (known === undefined || known.conversationId !== conversationId) return false;
  await relay.apply(conversationId, async () => {
    const message = await store.conversations.message(conversationId, known.seq);
    return message && { type: "message_removed", message };
  });
  return true;
}

/** Those that are shown, of the messages received in the same millisecond. */
async function seqsOf(
  store: Store,
  connectorId: string,
  { received }: DeskMessage,
  below: readonly DeskMessage[],
): Promise<readonly number[]> {
  const twins = below.filter((other) => other.received === received);
  const found = await Promise.all(
    twins.map(({ id }) => store.conversations.findByZendeskMessage(connectorId, id)),
  );
  return found.flatMap((known) => known?.seq ?? []);
}

type BusinessKind = Extract<DeskMessage["author"], { type: "business" }>["kind"];

/** What the visitor is shown, which depends on the language, and the file that belongs to it. */
function toContent(
  content: DeskContent,
  kind: BusinessKind,
  handoff: Handoff,
  newId: () => string,
): { files: readonly StoredFile[]; contentIn: (language: Language) => Content } {
  if (content.type !== "file" && kind === "survey") {
    return {
      files: [],
      contentIn: (language) => ({ type: "text", body: surveyBody(content, richWords[language]) }),
    };
  }
  if (content.type !== "file") {
    const choices = choicesOf(content);
    return {
      files: [],
      contentIn: (language) => ({
        type: "text",
        body: operatorBody(content, richWords[language]),
        ...(choices.length > 0 && { choices }),
      }),
    };
  }
  const file = remoteFile(content, handoff, newId());
  return { files: [file], contentIn: (language) => fileContent(content, file, language) };
}

type DeskFile = Extract<DeskContent, { type: "file" }>;

function remoteFile(file: DeskFile, handoff: Handoff, id: string): StoredFile {
  return {
    id,
    botId: handoff.botId,
    conversationId: handoff.conversationId,
    name: file.name,
    mediaType: file.mediaType ?? "application/octet-stream",
    ...(file.size !== undefined && { size: file.size }),
    image: file.image,
    remote: { connectorId: handoff.connectorId, mediaUrl: file.mediaUrl },
    stored: false,
  };
}

function fileContent({ caption, actions = [] }: DeskFile, file: StoredFile, language: Language): Content {
  const said = [caption ?? "", plainFromRichText(buttonsInWords(actions, richWords[language]))].filter(
    Boolean,
  );
  return {
    type: "file",
    fileId: file.id,
    name: file.name,
    mediaType: file.mediaType,
    ...(file.size !== undefined && { size: file.size }),
    image: file.image,
    ...(said.length > 0 && { caption: said.join("\n") }),
  };
}

const endReasons: Record<EndSignal, EndReason> = {
  ticket_closed: "ticket_closed",
  moved_to_email: "operator_ended",
  ended_by_user: "operator_ended",
  control_returned: "control_returned",
};

export function endReasonOf(signal: EndSignal): EndReason {
  return endReasons[signal];
}

/** The session is over at Zendesk, and that was confirmed. Telling it twice changes nothing. */
export async function receiveEnd(
  { store, relay }: Pick<ReceivePorts, "store" | "relay">,
  handoff: Handoff,
  reason: EndReason,
): Promise<void> {
  await relay.apply(handoff.conversationId, async () => ({
    type: "handoff_ended",
    handoffId: handoff.id,
    reason,
    undelivered: await store.conversations.undelivered(handoff.id),
  }));
}
