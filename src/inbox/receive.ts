/** What Zendesk has for the visitor (from a webhook, or found by the watch) brought into the conversation. */
import { unnamedOperator } from "../bot/texts.ts";
import type { Content, EndReason, Handoff } from "../conversation/model.ts";
import { undeliveredOf } from "../relay/apply.ts";
import type { RunningRelay } from "../relay/relay.ts";
import type { Store, StoredFile, Turn } from "../store/port.ts";
import type { DeskMessage } from "../zendesk/desk.ts";
import type { EndSignal } from "../zendesk/incoming.ts";
import { operatorText } from "../zendesk/operator-text.ts";

export interface ReceivePorts {
  readonly store: Store;
  readonly relay: Pick<RunningRelay, "apply" | "announceTyping">;
  readonly newId: () => string;
}

type InboxEventKey = NonNullable<Turn["inboxEvent"]>;

/**
 * An operator's (or an automatic) message, exactly once: whoever brings it second finds it there. What is the
 * visitor's or our own says nothing new. False when there was nothing to bring in.
 */
export async function receiveMessage(
  { store, relay, newId }: ReceivePorts,
  handoff: Handoff,
  message: DeskMessage,
  inboxEvent?: InboxEventKey,
): Promise<boolean> {
  const { author } = message;
  if (author.type === "visitor" || author.kind === "self" || message.key !== undefined) return false;
  const { content, files } = toContent(message, handoff, newId);
  const applied = await relay.apply(
    handoff.conversationId,
    async ({ head }) => {
      const known = await store.conversations.findByZendeskMessage(handoff.connectorId, message.id);
      if (known !== undefined) return undefined;
      return {
        type: "operator_said",
        handoffId: handoff.id,
        zendeskMessageId: message.id,
        name: author.name.trim() === "" ? unnamedOperator(head.language) : author.name,
        ...(author.avatarUrl !== undefined && { avatarUrl: author.avatarUrl }),
        content,
        automatic: author.kind !== "human",
      };
    },
    { files, ...(inboxEvent && { inboxEvent }) },
  );
  return applied.outcome === "applied";
}

function toContent(
  { content }: DeskMessage,
  handoff: Handoff,
  newId: () => string,
): { content: Content; files: readonly StoredFile[] } {
  switch (content.type) {
    case "text":
      return { content: { type: "text", body: operatorText(content) }, files: [] };
    case "other":
      return {
        content: {
          type: "text",
          body: operatorText({ type: "text", text: content.text ?? `[${content.kind}]` }),
        },
        files: [],
      };
    case "file": {
      const facts = {
        name: content.name,
        mediaType: content.mediaType ?? "application/octet-stream",
        ...(content.size !== undefined && { size: content.size }),
        image: content.image,
      };
      const file: StoredFile = {
        id: newId(),
        botId: handoff.botId,
        conversationId: handoff.conversationId,
        ...facts,
        remote: { connectorId: handoff.connectorId, mediaUrl: content.mediaUrl },
        stored: false,
      };
      const { caption } = content;
      return {
        content: { type: "file", fileId: file.id, ...facts, ...(caption !== undefined && { caption }) },
        files: [file],
      };
    }
  }
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
  await relay.apply(handoff.conversationId, async (conversation) => ({
    type: "handoff_ended",
    handoffId: handoff.id,
    reason,
    undelivered: await undeliveredOf(store, conversation, handoff.id),
  }));
}
