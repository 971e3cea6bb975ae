import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEnvelope, parseEvent as parseEventAt } from "./incoming.ts";

const parseEvent = (raw: unknown) => parseEventAt(raw, 5);

const agentWorkspace = {
  id: "69b431db701f816b35d0929e",
  name: "zd-agentWorkspace",
  integrationId: "69b431da02e3021a49370df2",
  integrationType: "zd:agentWorkspace",
};
const bot = { id: "1", name: "bot", integrationId: "2", integrationType: "custom" };

const conversation = (fields: object = {}) => ({
  id: "69b43c86543fa6363b8fabe1",
  type: "personal",
  brandId: "55988942245529",
  metadata: { zlcHandoff: "handoff1" },
  activeSwitchboardIntegration: agentWorkspace,
  ...fields,
});

const event = (type: string, payload: object) => ({
  id: "69b4c6a014137ce0cd456001",
  createdAt: "2026-03-14T02:23:28.101Z",
  type,
  payload,
});

const message = (fields: object = {}) => ({
  id: "69b4c6a014137ce0cd455ff0",
  received: "2026-03-14T02:23:28.101Z",
  author: { type: "business", displayName: "Agent Smith" },
  content: { type: "text", text: "Hi, how can I help?" },
  source: { type: "zd:agentWorkspace" },
  metadata: { "__zendesk_msg.agent.id": "360001234567" },
  ...fields,
});

const here = { conversationId: "69b43c86543fa6363b8fabe1", handoffId: "handoff1" };

describe("the envelope", () => {
  test("a bad event spoils only itself", () => {
    const good = event("conversation:read", { conversation: conversation() });
    expect(parseEnvelope({ app: {}, webhook: {}, events: [good, null, { id: "x" }, 3] })).toEqual({
      events: [{ id: good.id, type: "conversation:read", raw: good }],
      invalid: 3,
    });
  });

  test.each([undefined, null, [], {}, { events: {} }, "x"])("%j is none", (json) => {
    expect(parseEnvelope(json)).toBeUndefined();
  });
});

describe("messages", () => {
  test("an operator's message, with conversation and handoff", () => {
    expect(
      parseEvent(event("conversation:message", { conversation: conversation(), message: message() })),
    ).toMatchObject({
      kind: "message",
      ...here,
      message: {
        id: "69b4c6a014137ce0cd455ff0",
        author: { type: "business", kind: "human", name: "Agent Smith" },
        content: { type: "text", text: "Hi, how can I help?" },
      },
    });
  });

  test("a conversation that is not ours has no handoff", () => {
    const payload = { conversation: conversation({ metadata: undefined }), message: message() };
    expect(parseEvent(event("conversation:message", payload))).not.toHaveProperty("handoffId");
  });

  test.each([
    ["ticket:closed", "ticket_closed"],
    ["ticketClosed", "ticket_closed"],
    ["ticket:transfer:email", "moved_to_email"],
    ["transferToEmail", "moved_to_email"],
    ["conversation:endedByUser", "ended_by_user"],
  ])("the activity %s is an end", (type, how) => {
    const payload = { conversation: conversation(), message: message({ activity: { type } }) };
    expect(parseEvent(event("conversation:message", payload))).toEqual({ kind: "ended", ...here, how });
  });

  test("an activity not known is a message of its own", () => {
    const payload = { conversation: conversation(), message: message({ activity: { type: "toString" } }) };
    expect(parseEvent(event("conversation:message", payload))).toMatchObject({
      kind: "message",
      message: { activity: "toString", author: { kind: "automatic" } },
    });
  });
});

describe("control", () => {
  test.each([
    ["switchboard:releaseControl", undefined, undefined, "control_returned"],
    ["switchboard:releaseControl", undefined, "ticketClosed", "ticket_closed"],
    ["switchboard:passControl", bot, undefined, "control_returned"],
    ["switchboard:passControl", bot, "transferToEmail", "moved_to_email"],
    ["switchboard:passControl", null, "something new", "control_returned"],
  ])("%s to %j for %s is an end", (type, active, reason, how) => {
    const payload = { conversation: conversation({ activeSwitchboardIntegration: active }), reason };
    expect(parseEvent(event(type, payload))).toEqual({ kind: "ended", ...here, how });
  });

  test.each(["switchboard:passControl", "switchboard:releaseControl"])(
    "%s while the operators have control is none",
    (type) => {
      expect(parseEvent(event(type, { conversation: conversation() }))).toEqual({ kind: "other", type });
    },
  );
});

test("a removed conversation", () => {
  expect(parseEvent(event("conversation:remove", { conversation: conversation() }))).toEqual({
    kind: "removed",
    ...here,
  });
});

test.each([
  ["typing:start", "business", true, true],
  ["typing:stop", "business", false, true],
  ["typing:start", "user", true, false],
])("%s of the %s", (type, author, on, byOperator) => {
  const payload = { conversation: conversation(), activity: { type, author: { type: author } } };
  expect(parseEvent(event("conversation:typing", payload))).toEqual({
    kind: "typing",
    ...here,
    on,
    byOperator,
  });
});

test.each([
  [event("conversation:read", { conversation: conversation() }), "conversation:read"],
  [event("user:merge", { mergedUsers: {} }), "user:merge"],
  [event("conversation:brandNew", { anything: 1 }), "conversation:brandNew"],
  [event("conversation:message", { conversation: conversation(), message: {} }), "conversation:message"],
  [event("conversation:message", {}), "conversation:message"],
  [event("conversation:typing", { conversation: conversation() }), "conversation:typing"],
  [null, "unreadable"],
])("what has no meaning to us is counted by its type", (raw, type) => {
  expect(parseEvent(raw)).toEqual({ kind: "other", type });
});

test("nothing that is sent makes the parser fail", () => {
  const types = ["conversation:message", "conversation:typing", "switchboard:passControl"];
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.jsonValue(), fc.jsonValue(), (type, inner, activity) => {
      parseEvent(event(type, { conversation: conversation(), message: inner, activity }));
      parseEvent(inner);
      parseEnvelope({ events: [inner] });
    }),
  );
});
