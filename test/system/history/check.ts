/** Checks a history: nothing lost, doubled, inverted or made up, in either direction. Pure. */
import { checkDesk } from "./check-desk.ts";
import { checkNotices, checkOperators, checkSaid, checkTabs } from "./check-shown.ts";
import type { History, VisitorHistory } from "./history.ts";
import { sectionsOf } from "./sections.ts";
import { type Report, repeated, type Violation } from "./violation.ts";

export interface Expectation {
  /** Everybody is back with the bot. */
  readonly over: boolean;
}

/** Everything that is wrong; empty when the promises were kept. */
export function check(history: History, { over }: Expectation): readonly Violation[] {
  const violations: Violation[] = [];
  const reportTo =
    (way: Violation["way"], visitor: string): Report =>
    (kind, what) =>
      void violations.push({ kind, way, visitor, what });
  for (const visitor of history.visitors)
    checkVisitor(history, visitor, over, (way) => reportTo(way, visitor.id));

  const anybody = reportTo("to Zendesk", "");
  for (const key of repeated(history.accepted.map((post) => post.key))) {
    const posts = history.accepted.filter((post) => post.key === key);
    anybody(
      "doubled",
      `accepted ${key} twice: ${posts.map(({ circumstances }) => circumstances).join(", ")}`,
    );
  }
  for (const id of repeated(history.conversations.map(({ handoffId }) => handoffId)))
    anybody("second conversation", `handoff ${id}`);
  const known = new Set(history.visitors.map(({ id }) => id));
  for (const { id, visitor } of history.conversations)
    if (!known.has(visitor)) anybody("phantom", `conversation ${id} of nobody`);
  for (const { conversationId, text } of history.operators) {
    const conversation = history.conversations.find(({ id }) => id === conversationId);
    if (conversation?.messages.some((message) => message.text.includes(text)) !== true)
      reportTo("to visitor", conversation?.visitor ?? "")("lost", `Zendesk itself has lost "${text}"`);
  }
  return violations;
}

function checkVisitor(
  history: History,
  visitor: VisitorHistory,
  over: boolean,
  reportTo: (way: Violation["way"]) => Report,
): void {
  const [shown] = visitor.tabs;
  if (shown === undefined) return;
  const sections = sectionsOf(shown);
  const conversations = history.conversations.filter((one) => one.visitor === visitor.id);
  checkTabs(visitor, reportTo("to visitor"));
  checkSaid(visitor, shown, reportTo("to visitor"));
  checkOperators(conversations, sections, shown, reportTo("to visitor"));
  checkNotices(shown, sections, over, reportTo("to visitor"));
  const desk = reportTo("to Zendesk");
  for (const section of sections) {
    // A handoff that ended early may have none; what was to be said in it is accounted for all the same.
    const messages = conversations.find(({ number }) => number === section.number)?.messages ?? [];
    checkDesk(messages, section, shown, desk);
  }
  for (const { id, number } of conversations)
    if (number > sections.length) desk("phantom", `${id} is of a handoff that the visitor does not see`);
}
