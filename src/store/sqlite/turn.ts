import { z } from "zod";
import type { Message } from "../../conversation/model.ts";
import { CodedError } from "../../errors.ts";
import type { Turn } from "../port.ts";
import { addFile } from "./files.ts";
import { connectorOfHandoff, saveHandoff } from "./handoffs.ts";
import { answerInbox } from "./inbox.ts";
import { appendDelivery, claimCounts, dropLane, settleClaim, waitingDeliveries } from "./lanes.ts";
import { markRetried, park, parkInDoubt, unpark } from "./parked.ts";
import { readRow } from "./rows.ts";
import { addSecondLook } from "./second-looks.ts";
import type { Session } from "./session.ts";
import { setTimer } from "./timers.ts";
import { sayFile } from "./uploads.ts";

const currentSchema = z.object({ botId: z.string(), version: z.number() });

/**
 * Writes one turn. The caller's savepoint makes it all or nothing; the checks come before the first write. The
 * lane's old claim is settled and its rest dropped before the turn's own deliveries are appended.
 */
export function commitTurn(session: Session, turn: Turn): "ok" | "conflict" | "full" {
  const { conversationId } = turn;
  const row = session.get(`SELECT bot_id AS botId, version FROM conversation WHERE id = :conversationId`, {
    conversationId,
  });
  if (row === undefined) throw new CodedError("store_failed", `no conversation ${conversationId}`);
  const { botId, version } = readRow(currentSchema, row);
  if (version !== turn.expectedVersion) return "conflict";
  if (turn.settled !== undefined && !claimCounts(session, turn.settled)) return "conflict";
  if (isFull(session, turn)) return "full";

  const owner = { botId, conversationId };
  session.run(
    `UPDATE conversation SET version = version + 1, state_json = :state WHERE id = :conversationId`,
    { conversationId, state: JSON.stringify(turn.state) },
  );
  if (turn.handoff !== undefined) {
    if (turn.handoff.conversationId !== conversationId) {
      throw new CodedError("store_failed", `handoff ${turn.handoff.id} belongs to another conversation`);
    }
    saveHandoff(session, turn.handoff);
  }
  for (const message of turn.messages) {
    namingTakenIds(() => saveMessage(session, message, owner));
    if (message.content.type === "file") sayFile(session, message.content.fileId);
  }
  for (const file of turn.files) addFile(session, file);
  if (turn.settled !== undefined) {
    const { handoffId, position, parked } = turn.settled;
    if (parked !== undefined) park(session, { handoffId, position, ...parked });
    else unpark(session, turn.settled);
    settleClaim(session, turn.settled);
  }
  if (turn.dropLane !== undefined) {
    if (turn.failureInDoubt !== undefined) parkInDoubt(session, turn.dropLane, turn.failureInDoubt);
    dropLane(session, turn.dropLane);
  }
  for (const delivery of turn.deliveries) {
    appendDelivery(session, delivery, owner);
    if (delivery.again !== undefined) markRetried(session, delivery, delivery.again.positions);
  }
  if (turn.lookAgain !== undefined) addSecondLook(session, turn.lookAgain.handoffId, turn.lookAgain.inMs);
  for (const timer of turn.timers) setTimer(session, timer, owner);
  if (turn.inboxEvent !== undefined) answerInbox(session, turn.inboxEvent);
  return "ok";
}

function isFull(session: Session, { mostWaiting, deliveries }: Turn): boolean {
  const [first] = deliveries;
  if (mostWaiting === undefined || first === undefined) return false;
  const connectorId = connectorOfHandoff(session, first.handoffId);
  return (
    connectorId !== undefined && waitingDeliveries(session, connectorId) + deliveries.length > mostWaiting
  );
}

function namingTakenIds(save: () => void): void {
  try {
    save();
  } catch (cause) {
    // SQLite names the columns of the index.
    const taken = cause instanceof Error && cause.message.includes("message.zendesk_message_id");
    throw taken ? new CodedError("message_id_taken", cause.message, { cause }) : cause;
  }
}

function saveMessage(
  session: Session,
  message: Message,
  owner: { botId: string; conversationId: string },
): void {
  session.run(
    `INSERT INTO message (id, bot_id, conversation_id, seq, revision, at, author_json, content_json, client_id, delivery,
       failure, handoff_id, connector_id, zendesk_message_id, received, above, late)
     VALUES (:id, :botId, :conversationId, :seq, :revision, :at, :author, :content, :clientId, :delivery, :failure,
       :handoffId, (SELECT connector_id FROM handoff WHERE id = :handoffId), :zendeskMessageId, :received, :above, :late)
     ON CONFLICT (conversation_id, seq) DO UPDATE SET id = excluded.id, revision = excluded.revision, at = excluded.at,
       author_json = excluded.author_json, content_json = excluded.content_json, client_id = excluded.client_id,
       delivery = excluded.delivery, failure = excluded.failure, handoff_id = excluded.handoff_id,
       connector_id = excluded.connector_id, zendesk_message_id = excluded.zendesk_message_id,
       received = excluded.received, above = excluded.above, late = excluded.late`,
    {
      ...owner,
      id: message.id,
      seq: message.seq,
      revision: message.revision,
      at: message.at,
      author: JSON.stringify(message.author),
      content: JSON.stringify(message.content),
      clientId: message.clientId ?? null,
      delivery: message.delivery ?? null,
      failure: message.failure ?? null,
      handoffId: message.handoffId ?? null,
      zendeskMessageId: message.zendeskMessageId ?? null,
      received: message.received ?? null,
      above: message.above ?? null,
      late: message.late === undefined ? null : message.late ? 1 : 0,
    },
  );
}
