/** Operators' messages that arrive in any order, between what the visitor says, are shown in Zendesk's. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { inDisplayOrder } from "../protocol/display-order.ts";
import type { ConversationEvent } from "./events.ts";
import type { Message } from "./model.ts";
import { orderLimit } from "./state.ts";
import { escalation, handoffId, operatorSaid, play, states, visitorSaid } from "./step.fixtures.ts";

/** One message in Zendesk's list: when it was received, and by whom it was written. */
const zendeskList = fc
  .array(fc.record({ after: fc.nat(2), name: fc.constantFrom("Ann", "Bob", "") }), {
    minLength: 1,
    maxLength: 30,
  })
  .map((written) => {
    let received = 1_000;
    return written.map(({ after, name }, index) => {
      received += after;
      return { id: `z${index}`, received, name };
    });
  });
type Listed = { readonly id: string; readonly received: number; readonly name: string };
type Arrival = Listed | "visitor speaks" | "handoff ends";

const arrivals = zendeskList.chain((list) => {
  const all: Arrival[] = [...list, ...list.map(() => "visitor speaks" as const), "handoff ends"];
  return fc.record({
    list: fc.constant(list),
    order: fc.shuffledSubarray(all, { minLength: list.length }),
  });
});

function operatorRows(messages: readonly Message[]): readonly Message[] {
  return inDisplayOrder(messages).filter(({ author }) => author.type === "operator");
}

/** As the shell does it: of those listed below with the same time, the ones that are shown are named. */
function arrive(list: readonly Listed[], order: readonly Arrival[]) {
  const events: ConversationEvent[] = [];
  const seqs = new Map<string, number>();
  for (const [index, arrival] of order.entries()) {
    if (arrival === "visitor speaks") {
      events.push(visitorSaid(`line ${index}`));
    } else if (arrival === "handoff ends") {
      events.push({ type: "handoff_ended", handoffId, reason: "operator_ended", undelivered: [] });
    } else {
      const place = list.findIndex(({ id }) => id === arrival.id);
      const twins = list.slice(place + 1).filter(({ received }) => received === arrival.received);
      const precedes = twins.flatMap(({ id }) => seqs.get(id) ?? []);
      const { received, id, name } = arrival;
      events.push(operatorSaid(name, { received, zendeskMessageId: id, automatic: name === "", precedes }));
      const { messages } = play(events, states.livechat);
      for (const { zendeskMessageId, seq } of messages)
        if (zendeskMessageId !== undefined) seqs.set(zendeskMessageId, seq);
    }
  }
  return play(events, states.livechat);
}

test("[CV16] whatever the order of arrival, operators' messages are shown as Zendesk lists them", () => {
  fc.assert(
    fc.property(arrivals, ({ list, order }) => {
      const here = new Set(order);
      const shown = operatorRows(arrive(list, order).messages).map((message) => message.zendeskMessageId);
      expect(shown).toEqual(list.filter((listed) => here.has(listed)).map(({ id }) => id));
    }),
    { numRuns: 300 },
  );
});

test("[CV16] what is shown keeps its order when more arrives", () => {
  fc.assert(
    fc.property(arrivals, fc.nat(40), ({ list, order }, known) => {
      const before = arrive(list, order.slice(0, known)).messages.map(({ seq }) => seq);
      const rows = inDisplayOrder(arrive(list, order).messages).map(({ seq }) => seq);
      const shownBefore = inDisplayOrder(arrive(list, order.slice(0, known)).messages);
      expect(rows.filter((seq) => before.includes(seq))).toEqual(shownBefore.map(({ seq }) => seq));
    }),
  );
});

test("[CV12, CV16] an operator is announced once, above all messages of his when nobody else writes", () => {
  fc.assert(
    fc.property(arrivals, ({ list, order }) => {
      const ofAnn = (arrival: Arrival) => typeof arrival !== "object" || arrival.name === "Ann";
      const written = order.filter((arrival) => ofAnn(arrival) && arrival !== "handoff ends");
      const rows = inDisplayOrder(arrive(list, written).messages);
      const said = rows.findIndex(({ author }) => author.type === "operator");
      const joined = rows.flatMap(({ content }, index) =>
        content.type === "notice" && content.notice === "operator_joined" ? [index] : [],
      );
      expect(joined).toEqual(said === -1 ? [] : [said - 1]);
    }),
  );
});

test("[CV16] the next operator reads them in the order in which they are shown", () => {
  fc.assert(
    fc.property(arrivals, ({ list, order }) => {
      const { state, messages } = arrive(list, order);
      const said = inDisplayOrder(play(escalation).messages.concat(messages));
      const shown = said.filter(({ author }) => author.type !== "system").map(({ seq }) => seq);
      expect(shown.filter((seq) => state.transcript.includes(seq))).toEqual(state.transcript);
      const kept = new Set(state.transcript);
      const left = shown.filter((seq) => !kept.has(seq));
      expect(Math.max(0, ...left)).toBe(state.olderThanSeq);
    }),
  );
});

test("what is remembered of the order stays small", () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    operatorSaid("Ann", { received: index, handoffId: `handoff-${index % 7}` }),
  );
  const { operatorOrders } = play(many, states.livechat).state;
  expect(operatorOrders.length).toBe(3);
  const chatty = Array.from({ length: 200 }, (_, index) => operatorSaid("Ann", { received: -index }));
  expect(play(chatty, states.livechat).state.operatorOrders[0]?.shown.length).toBe(orderLimit);
});

test("[CV16] a date out of the future does not stand below all that comes after it", () => {
  const { messages } = play(
    [operatorSaid("Ann", { received: 8.64e15 }), visitorSaid("and?"), operatorSaid("Ann", { received: 3 })],
    states.livechat,
  );
  expect(inDisplayOrder(messages).map(({ seq }) => seq)).toEqual(messages.map(({ seq }) => seq));
});
