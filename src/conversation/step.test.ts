import { describe, expect, test } from "vitest";
import { richTextFromPlain } from "../protocol/rich-text.ts";
import type { ConversationEvent } from "./events.ts";
import { waitingLimits } from "./state.ts";
import {
  botReplied,
  connect,
  contextAt,
  delivered,
  escalation,
  handoffId,
  lastOfHistory,
  operatorSaid,
  play,
  states,
  taken,
  visitorSaid,
} from "./step.fixtures.ts";
import { step } from "./step.ts";
import { timeLimits } from "./time-limits.ts";

describe("the bot's turn", () => {
  test("[CV4] a second message waits until the first was answered", () => {
    const first = taken(step(states.bot, visitorSaid("one"), contextAt(1)));
    const second = taken(step(first.state, visitorSaid("two"), contextAt(2)));
    expect(first.effects).toEqual([{ type: "ask_bot", seq: 3 }]);
    expect(second.effects).toEqual([]);
    const outOfTurn = taken(step(second.state, botReplied(4), contextAt(3)));
    expect(outOfTurn.messages).toEqual([]);
    const answered = taken(step(second.state, botReplied(3), contextAt(4)));
    expect(answered.effects).toEqual([{ type: "ask_bot", seq: 4 }]);
  });

  test("[CV4] a bot that stays silent is asked again about the same message", () => {
    const asked = taken(step(states.bot, visitorSaid("one"), contextAt(1)));
    expect(asked.timers).toContainEqual({ kind: "bot_reply", inMs: timeLimits.botReply });
    const again = taken(
      step(asked.state, { type: "timer_fired", kind: "bot_reply", undelivered: [] }, contextAt(2)),
    );
    expect(again.effects).toEqual([{ type: "ask_bot", seq: 3 }]);
  });

  test("[CV3] a reply that comes after an operator took over is dropped", () => {
    const late = taken(step(states.livechat, botReplied(1), contextAt(9)));
    expect(late.messages).toEqual([]);
    expect(late.state).toEqual(states.livechat);
  });

  test("[CV5] the bot's queue has an end", () => {
    const texts = Array.from({ length: waitingLimits.bot }, (_, index) => visitorSaid(String(index)));
    const full = play(texts).state;
    expect(step(full, visitorSaid("too much"), contextAt(99))).toEqual({ refused: "queue_full" });
  });

  test("[CV5] the lane has an end", () => {
    // Six deliveries of the way wait already.
    const texts = Array.from({ length: waitingLimits.desk - 6 }, (_, index) => visitorSaid(String(index)));
    const full = play(texts, states.connecting).state;
    expect(step(full, visitorSaid("too much"), contextAt(999))).toEqual({ refused: "queue_full" });
    const eased = play([delivered(0)], full).state;
    expect(step(eased, visitorSaid("fits"), contextAt(999))).not.toHaveProperty("refused");
  });
});

describe("a handoff", () => {
  test("[CV6] the lane holds the way and then the history", () => {
    const { last } = play(escalation);
    expect(last?.deliveries.map(({ position, task }) => [position, task])).toEqual([
      [0, { kind: "user" }],
      [1, { kind: "conversation", history: [1, 2] }],
      [2, { kind: "opening", history: [1, 2] }],
      [3, { kind: "control" }],
      [4, { kind: "message", seq: 1, history: true }],
      [5, { kind: "message", seq: 2, history: true }],
    ]);
  });

  test("[CV6] what is older than the newest 40 is named by the opening", () => {
    const talk = Array.from({ length: 30 }, (_, turn): ConversationEvent[] => [
      visitorSaid(`q${turn}`),
      botReplied(2 * turn + 1),
    ]).flat();
    const { last } = play([...talk, visitorSaid("help"), botReplied(61, { connect })]);
    const seqs = last?.deliveries.flatMap(({ task }) => (task.kind === "message" ? [task.seq] : []));
    expect(seqs).toEqual(Array.from({ length: 40 }, (_, index) => 23 + index));
    expect(last?.deliveries[2]?.task).toEqual({ kind: "opening", olderThanSeq: 22, history: seqs });
  });

  test("[CV7] what the visitor writes meanwhile follows the history", () => {
    const { last } = play([...escalation, visitorSaid("are you there?")]);
    expect(last?.deliveries).toEqual([
      { handoffId, position: 6, task: { kind: "message", seq: 4, history: false } },
    ]);
  });

  test("[CV8] livechat begins with the last of the history", () => {
    const almost = play([...escalation, ...[0, 1, 2, 3, 4].map((position) => delivered(position))]);
    expect(almost.state.mode).toBe("connecting");
    expect(play([delivered(lastOfHistory)], almost.state).state.mode).toBe("livechat");
  });

  test("what Zendesk answered is remembered for the deliveries behind", () => {
    const { last } = play([
      ...escalation,
      delivered(0, { result: { userId: "u" } }),
      delivered(1, { result: { conversationId: "c", userId: "u2", externalId: "external-1" } }),
      delivered(2, { task: { kind: "opening" }, result: { messageId: "m1" } }),
      delivered(4, { task: { kind: "message", seq: 1, history: true }, result: { messageId: "m2" } }),
    ]);
    expect(last?.handoff).toMatchObject({
      zendeskUserId: "u2",
      externalId: "external-1",
      zendeskConversationId: "c",
      openingMessageId: "m1",
      lastPostedMessageId: "m2",
    });
  });

  test("[CV12] an operator is announced once, an automatic notice never", () => {
    const { messages } = play(
      [
        operatorSaid("Ann"),
        operatorSaid("Ann"),
        operatorSaid("Customer Service", { automatic: true }),
        operatorSaid("Bob"),
        operatorSaid("Ann"),
      ],
      states.livechat,
    );
    const joined = messages.flatMap(({ content }) =>
      content.type === "notice" && content.notice === "operator_joined" ? [content.values["name"]] : [],
    );
    expect(joined).toEqual(["Ann", "Bob"]);
  });

  test("[CV11] the note that the visitor has left comes after what he wrote", () => {
    const { last, state } = play([visitorSaid("bye"), { type: "visitor_left" }], states.livechat);
    expect(last?.deliveries).toEqual([
      { handoffId, position: 7, task: { kind: "note", note: "visitor_left" } },
      { handoffId, position: 8, task: { kind: "solve" } },
    ]);
    expect(last?.dropLane).toBeUndefined();
    expect(state.mode).toBe("bot");
  });

  test("[CV11, CV20] a visitor who leaves before the operators can know leaves nothing behind", () => {
    const { last } = play([{ type: "visitor_left" }], states.connecting);
    expect(last?.deliveries).toEqual([
      { handoffId, position: lastOfHistory + 1, task: { kind: "cleanup", ownUser: true } },
    ]);
    expect(last?.dropLane).toBe(handoffId);
  });

  const controlOnItsWay: readonly ConversationEvent[] = [
    ...escalation,
    delivered(0),
    delivered(1),
    delivered(2),
  ];

  test.each([
    ["the visitor leaves", { type: "visitor_left" }, "visitor_left_before_connection"],
    ["the time is up", { type: "timer_fired", kind: "connect", undelivered: [] }, "connect_timeout"],
  ] as const)(
    "[CV11, CV20] operators who may just have got the handoff are told, if they have, when %s",
    (_when, event, note) => {
      const { last, state } = play([...controlOnItsWay, event]);
      expect(last).toMatchObject({ dropLane: handoffId, handoff: { phase: "ended" } });
      expect(last?.deliveries[0]).toEqual({
        handoffId,
        position: lastOfHistory + 1,
        task: { kind: "cleanup", ownUser: true, note },
      });
      expect(state.mode).toBe("bot");
    },
  );

  test("[CV15] an operator who writes before the history is complete is not given up", () => {
    const { last } = play([...controlOnItsWay, delivered(3), operatorSaid("Ann")]);
    expect(last?.timers).toContainEqual({ kind: "connect", inMs: null });
    const automatic = play([...controlOnItsWay, operatorSaid("Automated Response", { automatic: true })]);
    expect(automatic.last?.timers).toEqual([]);
  });

  test("[CV10] the visitor's messages that did not get through are marked when the operator ends", () => {
    const unsent = play([...escalation, visitorSaid("still there?")]);
    const waiting = unsent.messages.filter(
      (message) => message.handoffId === handoffId && message.delivery === "sent",
    );
    const ended = taken(
      step(
        unsent.state,
        { type: "handoff_ended", handoffId, reason: "operator_ended", undelivered: waiting },
        contextAt(50),
      ),
    );
    expect(ended.messages[0]).toMatchObject({ seq: 4, delivery: "failed", failure: "handoff_over" });
    expect(ended.handoff).toMatchObject({ phase: "ended", endReason: "operator_ended", endedAt: 50 });
  });

  test("[CV13] an operator's message after the end is shown, marked late", () => {
    const { messages } = play([{ type: "visitor_left" }, operatorSaid("Ann")], states.livechat);
    expect(messages.at(-1)).toMatchObject({ late: true, author: { type: "operator", name: "Ann" } });
  });

  test("[CV14] a refused step of the way ends the handoff and empties its lane", () => {
    const refused = {
      type: "delivery_failed",
      handoffId,
      position: 3,
      task: { kind: "control" },
      code: "zendesk_refused",
      undelivered: [],
    } as const;
    const { last, state } = play([refused], states.connecting);
    expect(state.mode).toBe("bot");
    expect(last).toMatchObject({ dropLane: handoffId, handoff: { endReason: "zendesk_refused" } });
  });

  test("[CV47] a message whose last attempt was refused after one in doubt may have arrived, and is looked for", () => {
    const said = play([visitorSaid("in doubt")], states.livechat);
    const message = said.messages.find(({ author }) => author.type === "visitor");
    if (message === undefined) throw new Error("nothing was said");
    const failed = {
      type: "delivery_failed",
      handoffId,
      position: 6,
      task: { kind: "message", seq: message.seq, history: false },
      code: "zendesk_refused",
      message,
      undelivered: [],
    } as const;
    const clear = play([failed], said.state).last;
    expect(clear?.messages).toMatchObject([{ failure: "zendesk_refused" }]);
    expect(clear?.lookAgain).toBeUndefined();
    const doubtful = play([{ ...failed, inDoubt: true }], said.state).last;
    expect(doubtful?.messages).toMatchObject([{ delivery: "failed", failure: "zendesk_unclear" }]);
    expect(doubtful?.lookAgain).toEqual({ handoffId, inMs: timeLimits.lastLook });
  });

  test("[CV15] a handoff that takes too long gives the bot back", () => {
    expect(play(escalation).last?.timers).toContainEqual({ kind: "connect", inMs: timeLimits.connect });
    const { last, state } = play(
      [{ type: "timer_fired", kind: "connect", undelivered: [] }],
      states.connecting,
    );
    expect(state.mode).toBe("bot");
    expect(last?.handoff?.endReason).toBe("connect_timeout");
  });

  test("[CV9] a second escalation counts on and takes the whole past along", () => {
    const back = play([{ type: "visitor_left" }], states.livechat).state;
    const { state, last } = play(
      [
        visitorSaid("again"),
        botReplied(back.lastSeq + 1, { connect: { ...connect, handoffId: "handoff-2" } }),
      ],
      back,
    );
    expect(state).toMatchObject({ mode: "connecting", handoffs: 2, handoff: { number: 2, id: "handoff-2" } });
    expect(last?.deliveries.flatMap(({ task }) => (task.kind === "message" ? [task.seq] : []))).toEqual([
      1,
      2,
      back.lastSeq + 1,
      back.lastSeq + 2,
    ]);
  });

  test("identity and skill travel with the handoff", () => {
    const identity = { variable: "mail", value: "ann@example.org" };
    const skill = { id: "s", name: "Animal", groupId: "5" };
    const { last } = play([
      visitorSaid("help"),
      botReplied(1, { answers: [richTextFromPlain("one moment")], connect: { ...connect, identity, skill } }),
    ]);
    expect(last?.handoff).toMatchObject({ identity, skill, phase: "connecting" });
  });
});
