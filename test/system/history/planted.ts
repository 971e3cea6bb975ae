/** Single faults, each planted into a clean history. Pure. */
import type { DeskConversation, History, Shown, ShownMessage } from "./history.ts";
import type { Random } from "./random.ts";
import type { Violation } from "./violation.ts";

type Plant = (history: History, random: Random) => History;

/** What is planted, and what the checker must call it. */
export const plants: Readonly<Record<string, readonly [Violation["way"], Violation["kind"], Plant]>> = {
  "a visitor's message never reached Zendesk": [
    "to Zendesk",
    "lost",
    inLive((all, at) => all.toSpliced(at, 1)),
  ],
  "a visitor's message reached Zendesk twice": [
    "to Zendesk",
    "doubled",
    inLive((all, at) => all.toSpliced(at, 0, ...all.slice(at, at + 1))),
  ],
  "two of the visitor's messages changed places at Zendesk": [
    "to Zendesk",
    "inverted",
    inLive((all, at) => all.toSpliced(at, 2, ...all.slice(at, at + 2).toReversed())),
  ],
  "words that nobody said stand at Zendesk": [
    "to Zendesk",
    "phantom",
    inLive((all, at) => {
      const [one] = all.slice(at);
      return one === undefined ? all : all.toSpliced(at, 0, { ...one, id: "new", text: "never said" });
    }),
  ],
  "the history lacks a message": ["to Zendesk", "lost", inPast((all, at) => all.toSpliced(at, 1))],
  "the history has a wrong author": [
    "to Zendesk",
    "wrong author",
    inPast((all, at) =>
      all.map((one, index) => (index === at ? { ...one, author: "business", name: "Somebody" } : one)),
    ),
  ],
  "the history has a wrong time": [
    "to Zendesk",
    "wrong time",
    inPast((all, at) => all.map((one, index) => (index === at ? { ...one, saidAt: 1 } : one))),
  ],
  "a message that reached Zendesk is said not to have arrived": [
    "to Zendesk",
    "wrong mark",
    inShown("visitor", (all) => {
      const failed = { delivery: "failed", failure: "It did not arrive." } as const;
      return all.map((one) => (one.delivery === "delivered" ? { ...one, ...failed } : one));
    }),
  ],
  "a handoff has two conversations": [
    "to Zendesk",
    "second conversation",
    (history) => ({
      ...history,
      conversations: [
        ...history.conversations,
        ...history.conversations.slice(0, 1).map((one) => ({ ...one, id: "again", messages: [] })),
      ],
    }),
  ],
  "Zendesk accepted a delivery twice, and one was removed since": [
    "to Zendesk",
    "doubled",
    (history) => ({ ...history, accepted: [...history.accepted, ...history.accepted.slice(-1)] }),
  ],
  "an operator's message is not shown": [
    "to visitor",
    "lost",
    inLive((all, at) => [
      ...all.slice(0, at),
      { id: "new", from: "operator", kind: "said", author: "business", name: "Camille", text: "not shown" },
      ...all.slice(at),
    ]),
  ],
  "an operator's message is shown twice": [
    "to visitor",
    "doubled",
    inShown("operator", (all, at) => [
      ...all,
      ...all.slice(at, at + 1).map((one) => ({ ...one, seq: all.length + 1 })),
    ]),
  ],
  "two of the operator's messages changed places": [
    "to visitor",
    "inverted",
    inShown("operator", (all, at) => {
      const [first, second] = all.slice(at, at + 2);
      if (first === undefined || second === undefined) return all;
      return all.toSpliced(at, 2, { ...second, seq: first.seq }, { ...first, seq: second.seq });
    }),
  ],
  "an operator's words that nobody wrote": [
    "to visitor",
    "phantom",
    inShown("operator", (all, at) => [
      ...all,
      ...all.slice(at, at + 1).map((one) => ({ ...one, seq: all.length + 1, text: "never written" })),
    ]),
  ],
  "an operator's message has another name": [
    "to visitor",
    "wrong author",
    inShown("operator", (all, at) =>
      all.map((one, index) => (index === at ? { ...one, name: "Somebody" } : one)),
    ),
  ],
  "an operator's message in time is marked late": [
    "to visitor",
    "wrong mark",
    inShown("operator", (all, at) => all.map((one, index) => (index === at ? { ...one, late: true } : one))),
  ],
  "an acknowledged message is not there": [
    "to visitor",
    "lost",
    inShown("visitor", (all, at) => all.toSpliced(at, 1)),
  ],
  "words that were never typed": [
    "to visitor",
    "phantom",
    inShown("visitor", (all, at) =>
      all.map((one, index) => (index === at ? { ...one, text: "never typed" } : one)),
    ),
  ],
  "the visitor is not told of the end": [
    "to visitor",
    "no end",
    inShown("system", (all) => all.filter(({ notice }) => notice?.startsWith("ended_") !== true)),
  ],
  "two tabs show different things": [
    "to visitor",
    "tabs differ",
    (history) => ({
      ...history,
      visitors: history.visitors.map((visitor) => ({
        ...visitor,
        tabs: visitor.tabs.flatMap((tab) => [tab, { ...tab, messages: tab.messages.slice(1) }]),
      })),
    }),
  ],
};

type Messages = DeskConversation["messages"];
type Change = (all: Messages, at: number) => Messages;

/** At the first of the two messages that every invented handoff begins with. */
function inLive(change: Change): Plant {
  return inDesk(change, ({ kind, saidAt }) => kind === "said" && saidAt === undefined);
}

/** At the first message of the visitor's in the history. */
function inPast(change: Change): Plant {
  return inDesk(change, ({ author, saidAt }) => author === "visitor" && saidAt !== undefined);
}

function inDesk(change: Change, isPlace: (message: Messages[number]) => boolean): Plant {
  return (history, random) => {
    const chosen = random.below(history.conversations.length);
    return {
      ...history,
      conversations: history.conversations.map((one, index) =>
        index === chosen ? { ...one, messages: change(one.messages, one.messages.findIndex(isPlace)) } : one,
      ),
    };
  };
}

/** At the first message of that author. */
function inShown(
  author: ShownMessage["author"],
  change: (all: Shown["messages"], at: number) => Shown["messages"],
): Plant {
  return (history, random) => {
    const chosen = random.below(history.visitors.length);
    const changed = (tab: Shown): Shown => ({
      ...tab,
      messages: change(
        tab.messages,
        tab.messages.findIndex((one) => one.author === author),
      ),
    });
    return {
      ...history,
      visitors: history.visitors.map((visitor, index) =>
        index === chosen ? { ...visitor, tabs: visitor.tabs.map(changed) } : visitor,
      ),
    };
  };
}
