/** What a visitor's chatbox shows, against what was typed and what operators wrote. Pure. */
import {
  type DeskConversation,
  type DeskMessage,
  identity,
  type Said,
  type Shown,
  type ShownMessage,
  type VisitorHistory,
} from "./history.ts";
import { isEnd, type Section } from "./sections.ts";
import { type Report, repeated } from "./violation.ts";

/** Each of the visitor's own messages stands where it was acknowledged, once. */
export function checkSaid({ said }: VisitorHistory, shown: Shown, report: Report): void {
  const own = shown.messages.filter(({ author }) => author === "visitor");
  for (const id of repeated(own.map(({ clientId }) => clientId))) report("doubled", `client id ${id}`);
  for (const text of repeated(own.map((message) => identity(message.text)))) report("doubled", text);
  for (const message of own)
    if (
      !said.some((one) => one.clientId === message.clientId && identity(one.text) === identity(message.text))
    )
      report("phantom", `"${message.text}" was not typed`);
  for (const one of said) {
    const there = own.find(({ clientId }) => clientId === one.clientId);
    if (one.outcome === "waiting") report("stuck", `"${one.text}" was never answered`);
    else if (one.outcome === "rejected") {
      if (there !== undefined) report("phantom", `"${one.text}" was rejected and is there`);
    } else if (there?.seq !== one.outcome.seq)
      report("lost", `"${one.text}" acknowledged as ${one.outcome.seq}`);
  }
  for (const ofTab of Map.groupBy(said, ({ tab }) => tab).values()) checkTyped(ofTab, report);
}

function checkTyped(said: readonly Said[], report: Report): void {
  let last = 0;
  for (const { outcome, text } of said) {
    if (typeof outcome === "string") continue;
    if (outcome.seq < last) report("inverted", `"${text}" was typed after what stands below it`);
    last = Math.max(last, outcome.seq);
  }
}

/** Each operator's message is shown once, in Zendesk's order, and marked late exactly after the end. */
export function checkOperators(
  conversations: readonly DeskConversation[],
  sections: readonly Section[],
  shown: Shown,
  report: Report,
): void {
  const displayed = shown.messages.filter(({ author }) => author === "operator");
  for (const text of repeated(
    displayed.map((message) => identity(message.text)).filter(isWritten(conversations)),
  ))
    report("doubled", `"${text}" is shown twice`);
  const unexplained = new Set(displayed);
  for (const conversation of conversations) {
    const section = sections[conversation.number - 1];
    const written = conversation.messages.filter(({ from }) => from !== "us");
    const places = written.flatMap((message) => {
      const place = displayed.findIndex((one) => identity(one.text) === identity(message.text));
      const one = displayed[place];
      if (one === undefined) {
        if (mustBeShown(message, section))
          report("lost", `"${message.text}" of ${conversation.id} is not shown`);
        return [];
      }
      unexplained.delete(one);
      if (message.from === "operator" && one.name !== message.name)
        report("wrong author", `"${one.text}" by ${one.name ?? ""}`);
      checkMark(one, section, report);
      return message.from === "operator" ? [{ place, text: one.text }] : [];
    });
    for (const [index, { place, text }] of places.entries())
      if (place < (places[index - 1]?.place ?? -1))
        report("inverted", `"${text}" is shown above what came before it`);
  }
  const explained = new Set(
    displayed.filter((one) => !unexplained.has(one)).map((one) => identity(one.text)),
  );
  for (const one of unexplained)
    if (!explained.has(identity(one.text))) report("phantom", `"${one.text}" was not written`);
}

/** Automatic lines of Zendesk's may repeat themselves; what a person wrote may not. */
function isWritten(conversations: readonly DeskConversation[]): (text: string) => boolean {
  const automatic = new Set(
    conversations.flatMap(({ messages }) =>
      messages.filter(({ from }) => from === "zendesk").map(({ text }) => identity(text)),
    ),
  );
  return (text) => !automatic.has(text);
}

/**
 * Ended handoffs are not looked at: what no webhook told of them is not known. Before an operator's end takes effect, all
 * that stands above it is read.
 */
function mustBeShown({ from, unannounced }: DeskMessage, section: Section | undefined): boolean {
  const wasRead = section?.to === undefined || section.end === "ended_by_operator";
  return from === "operator" && (unannounced !== true || wasRead);
}

function checkMark(one: ShownMessage, section: Section | undefined, report: Report): void {
  const after = section?.to !== undefined && one.seq > section.to;
  if ((one.late ?? false) !== after)
    report("wrong mark", `"${one.text}" is ${after ? "not " : ""}marked late`);
  if (section === undefined || one.seq < section.from) report("inverted", `"${one.text}" before its handoff`);
}

/** Every handoff ends once, in words; the messages stand without gap. */
export function checkNotices(
  shown: Shown,
  sections: readonly Section[],
  over: boolean,
  report: Report,
): void {
  const seqs = shown.messages.map(({ seq }) => seq).toSorted((a, b) => a - b);
  for (const seq of repeated(seqs)) report("doubled", `seq ${seq}`);
  const gap = [...new Set(seqs)].findIndex((seq, index) => seq !== index + 1);
  if (gap >= 0) report("lost", `nothing stands at seq ${gap + 1}`);

  const ends = shown.messages.filter(isEnd);
  for (const end of ends)
    if (!sections.some(({ to }) => to === end.seq))
      report("doubled", `the end "${end.notice}" at ${end.seq}`);
  for (const [index, section] of sections.entries()) {
    const isLast = index === sections.length - 1;
    if (section.to === undefined && !isLast) report("no end", `handoff ${section.number} has no end`);
  }
  const open = sections.length > 0 && sections.at(-1)?.to === undefined;
  if (open !== (shown.mode !== "bot"))
    report("no end", `in the mode ${shown.mode} with the last handoff ${open ? "open" : "ended"}`);
  if (shown.mode === "connecting") report("stuck", "still connecting");
  if (over && shown.mode !== "bot") report("stuck", `still in the mode ${shown.mode}`);
}

/** Tabs of one visitor show the same. */
export function checkTabs({ tabs }: VisitorHistory, report: Report): void {
  const [first, ...others] = tabs.map((tab) => JSON.stringify(tab));
  if (others.some((other) => other !== first)) report("tabs differ", `${tabs.length} tabs`);
}
