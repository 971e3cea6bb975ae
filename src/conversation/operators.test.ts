import { expect, test } from "vitest";
import { inDisplayOrder } from "../protocol/display-order.ts";
import { escalation, operatorSaid, play, states, visitorSaid } from "./step.fixtures.ts";

test("[CV42] a redacted message leaves a mark in its place and nothing for the next operator", () => {
  const said = play(
    [operatorSaid("Ann", { received: 5 }), operatorSaid("Ann", { received: 4 })],
    states.livechat,
  );
  const removed = said.messages.findLast(({ author }) => author.type === "operator");
  if (removed === undefined) throw new Error("nothing was said");
  const { messages, state } = play([{ type: "message_removed", message: removed }], said.state);
  expect(messages).toMatchObject([
    {
      seq: removed.seq,
      above: removed.above,
      author: removed.author,
      revision: said.state.revision + 1,
      content: { type: "notice", notice: "message_removed" },
    },
  ]);
  expect(said.state.transcript).toContain(removed.seq);
  expect(state.transcript).not.toContain(removed.seq);
  const [marked] = messages;
  expect(play([{ type: "message_removed", message: marked ?? removed }], state).state).toEqual(state);
});

test.each([
  ["at the end", []],
  ["between what was said before and after", [visitorSaid("and then?")]],
  ["after another that was", [operatorSaid("Ann", { received: 5 })]],
])("[CV16, CV42] one that was overtaken by a redacted message keeps its place, %s", (_where, later) => {
  const said = play([operatorSaid("Ann", { received: 20 }), ...later], states.livechat);
  const redacted = said.messages.find(({ received }) => received === 20);
  if (redacted === undefined) throw new Error("nothing was said");
  const { state, messages } = play(
    [{ type: "message_removed", message: redacted }, operatorSaid("Ann", { received: 10 })],
    said.state,
  );
  const rows = new Map(
    [...play(escalation).messages, ...said.messages, ...messages].map((row) => [row.seq, row]),
  );
  const shown = inDisplayOrder([...rows.values()]).filter(({ content }) => content.type !== "notice");
  expect(state.transcript).toEqual(shown.map(({ seq }) => seq));
});

test("[CV12, CV16] who joins with an overtaken message is announced directly above it", () => {
  const { messages, state } = play(
    [operatorSaid("Bob", { received: 9 }), operatorSaid("Ann", { received: 3 })],
    states.livechat,
  );
  const shown = inDisplayOrder([...play(escalation).messages, ...messages]).slice(-4);
  expect(
    shown.map(({ author, content }) =>
      content.type === "notice"
        ? `${content.values["name"]} joins`
        : author.type === "operator" && author.name,
    ),
  ).toEqual(["Bob joins", "Ann joins", "Ann", "Bob"]);
  // The newest word is Bob's still.
  expect(state).toMatchObject({ handoff: { lastOperator: { name: "Bob" } } });
});
