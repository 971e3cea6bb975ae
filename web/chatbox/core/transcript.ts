/** What the server said so far, merged by `seq`: a frame taken in twice changes nothing. */
import type { ServerFrame, Status, WireMessage } from "../../../src/protocol/chat.ts";

export interface Transcript {
  /** Where to resume from. */
  readonly revision: number;
  readonly status: Status;
  /** By `seq`, each once. */
  readonly messages: readonly WireMessage[];
}

export const emptyTranscript: Transcript = { revision: 0, status: { mode: "bot" }, messages: [] };

export type Changes = Extract<ServerFrame, { type: "changes" }>;

/** The transcript after `changes`; the very same object when they are older than what is known. */
export function withChanges(transcript: Transcript, changes: Changes): Transcript {
  if (changes.revision < transcript.revision) return transcript;
  const { revision, status } = changes;
  if (changes.messages.length === 0) return { revision, status, messages: transcript.messages };
  const last = transcript.messages.at(-1)?.seq ?? 0;
  // The usual case: one more at the end.
  if (changes.messages.every(({ seq }, index) => seq > (changes.messages[index - 1]?.seq ?? last))) {
    return { revision, status, messages: [...transcript.messages, ...changes.messages] };
  }
  const bySeq = new Map(transcript.messages.map((message) => [message.seq, message]));
  for (const message of changes.messages) bySeq.set(message.seq, message);
  return { revision, status, messages: [...bySeq.values()].toSorted((a, b) => a.seq - b.seq) };
}
