/** What reached Zendesk, against what the visitor's chatbox shows. Pure. */
import { visitorError } from "../../../src/bot/texts.ts";
import { type DeskMessage, identity, type Shown, type ShownMessage } from "./history.ts";
import type { Section } from "./sections.ts";
import type { Report } from "./violation.ts";

/** How many messages of the past are handed over one by one (docs/spec/conversation.md, CV6). */
const historyLimit = 40;

/** What a visitor reads of a message that may have arrived. */
const mayHaveArrived: ReadonlySet<string> = new Set(
  (["en", "fr"] as const).map((language) => visitorError("zendesk_unclear", language)),
);

/** Checks the messages that stand in the conversation of one handoff. */
export function checkDesk(
  messages: readonly DeskMessage[],
  section: Section,
  shown: Shown,
  report: Report,
): void {
  const past = saidIn(shown, 0, section.from).filter(({ author }) => author !== "system");
  const live = saidIn(shown, section.from, section.to ?? Number.POSITIVE_INFINITY).filter(
    ({ author }) => author === "visitor",
  );
  const expected = [...past.slice(-historyLimit), ...live];
  const ours = messages.filter(({ from, kind }) => from === "us" && kind === "said");
  const opening = messages.filter(({ kind }) => kind === "opening");
  if (opening.length > 1) report("doubled", `${opening.length} openings in handoff ${section.number}`);

  const found = inOrder(expected, ours, report);
  for (const [message, posted] of found) checkPosted(message, posted, past.includes(message), report);
  for (const message of expected) {
    if (found.has(message)) continue;
    if (past.includes(message)) {
      const told = opening.some(({ text }) => text.includes(identity(message.text)));
      if (section.connected && !told)
        report("lost", `"${message.text}" of the history of handoff ${section.number}`);
    } else if (message.delivery !== "failed" && !neverKnown(section)) {
      report(
        "lost",
        `"${message.text}", shown as ${message.delivery}, is not in the conversation of handoff ${section.number}`,
      );
    }
  }
  // As part of a later handoff's history it has arrived there, not where it was said.
  for (const message of live)
    if (found.has(message) && message.delivery === "failed" && !mayHaveArrived.has(message.failure ?? ""))
      report("wrong mark", `"${message.text}" stands there and is said: ${message.failure ?? "failed"}`);
  for (const message of live)
    if (message.delivery === "sent" && !neverKnown(section))
      report("stuck", `"${message.text}" is still on its way`);
}

/** The visitor left before an operator could know: what was waiting is given up without a word (CV10, CV11). */
export function neverKnown({ connected, end }: Section): boolean {
  return end === "ended_by_visitor" && !connected;
}

/** In the order of display: an overtaken message is handed over where it belongs, too. */
function saidIn({ messages }: Shown, after: number, before: number): readonly ShownMessage[] {
  return messages.filter(({ seq }) => seq > after && seq < before);
}

/** Which posted message is which of the expected; what comes twice, out of order or from nowhere is reported. */
function inOrder(
  expected: readonly ShownMessage[],
  posted: readonly DeskMessage[],
  report: Report,
): ReadonlyMap<ShownMessage, DeskMessage> {
  const found = new Map<ShownMessage, DeskMessage>();
  let next = 0;
  for (const message of posted) {
    const same = expected.flatMap((one, index) =>
      identity(one.text) === identity(message.text) ? [{ one, index }] : [],
    );
    const ahead = same.find(({ index }) => index >= next);
    const behind = same.find(({ one }) => !found.has(one));
    if (ahead !== undefined) {
      found.set(ahead.one, message);
      next = ahead.index + 1;
    } else if (behind !== undefined) {
      found.set(behind.one, message);
      report("inverted", `"${message.text}" stands below what was said after it`);
    } else if (same.length > 0) {
      report("doubled", `"${message.text}" stands twice`);
    } else {
      report("phantom", `"${message.text}" was not said`);
    }
  }
  return found;
}

function checkPosted(message: ShownMessage, posted: DeskMessage, isPast: boolean, report: Report): void {
  const author = message.author === "visitor" ? "visitor" : "business";
  const named = author === "visitor" || posted.name === message.name;
  if (posted.author !== author || !named)
    report("wrong author", `"${message.text}" by ${posted.author} ${posted.name ?? ""}`);
  if (isPast && posted.saidAt !== message.at)
    report("wrong time", `"${message.text}" was said at ${message.at}, not ${posted.saidAt}`);
}
