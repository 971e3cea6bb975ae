/** Histories in which all went well, made up for the checker's own tests. Pure. */
import {
  type DeskConversation,
  type DeskMessage,
  type History,
  type Said,
  type ShownMessage,
  token,
  type VisitorHistory,
} from "./history.ts";
import type { Random } from "./random.ts";

const operatorName = "Camille Laurent";
const botName = "Pip";

/** One to three visitors, each with one to three handoffs. */
export function inventHistory(random: Random): History {
  const lives = Array.from({ length: random.between(1, 3) }, (_, index) => inventLife(random, index + 1));
  const conversations = lives.flatMap((life) => life.conversations);
  return {
    visitors: lives.map(({ visitor }) => visitor),
    conversations,
    accepted: conversations.flatMap(({ messages }) =>
      messages.flatMap(({ key }) => (key === undefined ? [] : [{ key }])),
    ),
    operators: conversations.flatMap(({ id, messages }) =>
      messages.flatMap(({ from, text }) => (from === "operator" ? [{ conversationId: id, text }] : [])),
    ),
  };
}

function inventLife(random: Random, number: number) {
  const id = `visitor-${number}`;
  const shown: ShownMessage[] = [];
  const said: Said[] = [];
  const conversations: DeskConversation[] = [];
  let words = 0;
  const text = (what: string) => `${what} ${token(`${number}x${++words}`)}`;

  const show = (message: Omit<ShownMessage, "seq" | "at">): ShownMessage => {
    const seq = shown.length + 1;
    const complete = { seq, at: 1_000_000 + seq, ...message };
    shown.push(complete);
    return complete;
  };
  const say = (what: string, delivery: "sent" | "delivered"): ShownMessage => {
    const message = show({ author: "visitor", text: text(what), clientId: `c${said.length}`, delivery });
    said.push({ tab: 0, clientId: `c${said.length}`, text: message.text, outcome: { seq: message.seq } });
    return message;
  };
  const notice = (key: string) => show({ author: "system", text: key, notice: key });

  show({ author: "bot", name: botName, text: "Hello" });
  for (let handoff = 1; handoff <= random.between(1, 3); handoff += 1) {
    say("a person, please", "sent");
    show({ author: "bot", name: botName, text: "Of course." });
    const messages = history(shown, `h${number}-${handoff}`);
    notice("connecting");
    notice("connected");
    const post = (message: Omit<DeskMessage, "id">) =>
      void messages.push({ id: `${handoff}-${messages.length}`, ...message });
    const reply = (late: boolean) => {
      const written = text("reply");
      show({ author: "operator", name: operatorName, text: written, ...(late && { late: true }) });
      post({ from: "operator", kind: "said", author: "business", name: operatorName, text: written });
    };
    const posted = () => {
      const key = `h${number}-${handoff}.${messages.length}`;
      const message = say("words", "delivered");
      post({ from: "us", kind: "said", author: "visitor", text: message.text, key });
    };
    posted();
    posted();
    reply(false);
    reply(false);
    for (let times = random.below(6); times > 0; times -= 1)
      (random.chance(0.5) ? posted : () => reply(false))();
    notice(random.pick(["ended_by_operator", "ended_by_visitor"]));
    if (random.chance(0.3)) reply(true);
    conversations.push({
      id: `z${number}-${handoff}`,
      handoffId: `h${number}-${handoff}`,
      visitor: id,
      number: handoff,
      messages,
    });
  }
  const tab = { mode: "bot" as const, messages: shown };
  const visitor: VisitorHistory = { id, said, tabs: random.chance(0.5) ? [tab] : [tab, tab] };
  return { visitor, conversations };
}

function history(shown: readonly ShownMessage[], handoffId: string): DeskMessage[] {
  const opening: DeskMessage = {
    id: `${handoffId}-o`,
    from: "us",
    kind: "opening",
    author: "business",
    name: botName,
    text: "Who is it",
    key: `${handoffId}.2`,
  };
  const past = shown
    .filter(({ author }) => author !== "system")
    .map((message, index): DeskMessage => {
      const { author, name, text, at } = message;
      return {
        id: `${handoffId}-p${index}`,
        from: "us",
        kind: "said",
        author: author === "visitor" ? "visitor" : "business",
        ...(name !== undefined && { name }),
        text,
        key: `${handoffId}.p${index}`,
        saidAt: at,
      };
    });
  return [opening, ...past];
}
