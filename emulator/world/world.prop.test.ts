import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { judgeDelivery } from "../judges/events.ts";
import { Refusal } from "../refusal.ts";
import { triggers } from "./messaging/events.ts";
import { acceptControl, offerControl, passControl, releaseControl } from "./messaging/handover.ts";
import { mergeUsers } from "./messaging/merge.ts";
import { addMessage } from "./messaging/messages.ts";
import { redactMessage } from "./messaging/redaction.ts";
import { AGENT_WORKSPACE, isActive } from "./messaging/switchboard.ts";
import { manualClock } from "./state/clock.ts";
import type { Conversation, Settings, Ticket, User } from "./state/entities.ts";
import { seedWorld } from "./state/seed.ts";
import { openStorage } from "./state/storage.ts";
import { runAutomations } from "./ticketing/automation.ts";
import { reply } from "./ticketing/operator.ts";
import { staff } from "./ticketing/people.ts";
import { endByVisitor, endSession, removeConversation, setStatus } from "./ticketing/sessions.ts";
import { createWorld, iso, type World } from "./world.ts";

const HOUR = 60 * 60_000;

function start(settings: Partial<Settings>): World {
  const world = createWorld(manualClock(), openStorage(undefined), () => "http://127.0.0.1:1");
  seedWorld(world, "demo");
  runAutomations(world);
  world.accounts.put({ ...world.account(), settings: { ...world.settings(), ...settings } });
  const [webhook] = world.webhooks.all();
  if (webhook !== undefined) world.webhooks.put({ ...webhook, triggers: [...triggers] });
  world.switchboardIntegrations.put({
    id: world.newId(),
    name: "bot",
    integrationId: world.newId(),
    integrationType: "custom",
    deliverStandbyEvents: true,
  });
  for (const externalId of ["a", "b"]) {
    const user = world.users.put({
      id: world.newId(),
      externalId,
      profile: { givenName: externalId },
      metadata: {},
      signedUpAt: iso(world.clock.now()),
      toBeRetained: false,
    });
    for (const isDefault of [true, false]) converse(world, user, isDefault);
  }
  return world;
}

const converse = (world: World, user: User, isDefault: boolean): Conversation =>
  world.conversations.put({
    id: world.newId(),
    type: "personal",
    userId: user.id,
    metadata: {},
    isDefault,
    createdAt: world.clock.now(),
    passed: false,
    passMetadata: {},
    fresh: "none",
  });

type Act = (world: World, conversation: Conversation, ticket: Ticket | undefined) => void;

const say = (world: World, { id, userId }: Conversation, by: "user" | "business") =>
  addMessage(world, id, {
    author: by === "user" ? { type: "user", userId } : { type: "business" },
    content: { type: "text", text: `said by ${by}` },
    source: { type: "api:conversations" },
  });
const toTicket =
  (act: (world: World, ticket: Ticket) => void): Act =>
  (world, _conversation, ticket) => {
    if (ticket !== undefined && ticket.status !== "closed") act(world, ticket);
  };
const answer = (text: string) =>
  toTicket((world, ticket) => {
    const [agent] = staff(world);
    if (agent !== undefined) reply(world, ticket, agent, { text });
  });

const acts: Record<string, Act> = {
  userSays: (world, conversation) => {
    say(world, conversation, "user");
  },
  businessSays: (world, conversation) => {
    say(world, conversation, "business");
  },
  pass: (world, conversation) => passControl(world, conversation, "zd:agentWorkspace", { "a.b": "c" }),
  passToBot: (world, conversation) => passControl(world, conversation, "bot", {}),
  passToNobody: (world, conversation) => passControl(world, conversation, "nobody", {}),
  offer: (world, conversation) => offerControl(world, conversation, "zd-agentWorkspace", {}),
  accept: (world, conversation) => acceptControl(world, conversation, {}),
  release: (world, conversation) => releaseControl(world, conversation, {}),
  reply: answer("Hello"),
  shorthand: answer("%((switchboard:passControl:bot))%"),
  solve: toTicket((world, ticket) => {
    setStatus(world, ticket, "solved", "Somebody");
  }),
  pend: toTicket((world, ticket) => {
    setStatus(world, ticket, "pending", "Somebody");
  }),
  close: toTicket((world, ticket) => {
    setStatus(world, ticket, "closed", "Somebody");
  }),
  endSession: toTicket((world, ticket) => {
    endSession(world, ticket, "Somebody");
  }),
  visitorEnds: (world, conversation) => {
    endByVisitor(world, conversation);
  },
  remove: (world, conversation) => {
    if (!conversation.isDefault) removeConversation(world, conversation);
  },
  redact: (world, conversation) => {
    const last = world.messages.by("conversation", conversation.id).at(-1);
    if (last !== undefined) redactMessage(world, last.id);
  },
  merge: (world) => {
    const [one, other] = world.users.all();
    if (one !== undefined && other !== undefined) mergeUsers(world, one.id, other.id, "api");
  },
  wait: (world) => world.clock.advance(30 * HOUR),
};

const Told = z.object({
  events: z.tuple([
    z.object({
      type: z.string(),
      payload: z.object({
        conversation: z.object({ id: z.string() }).optional(),
        message: z
          .object({ id: z.string(), author: z.object({ userId: z.string().optional() }).optional() })
          .optional(),
      }),
    }),
  ]),
});

/** A session is open in one ticket at most, and ticket and conversation agree on which. */
function checkSessions(world: World): void {
  for (const conversation of world.conversations.all()) {
    const open = world.tickets.by("conversation", conversation.id).filter(({ sessionOpen }) => sessionOpen);
    expect(open.map(({ id }) => id)).toEqual(
      conversation.ticketId === undefined ? [] : [conversation.ticketId],
    );
    expect(open.filter(({ status }) => status === "closed")).toEqual([]);
    expect(world.users.get(conversation.userId)).toBeDefined();
    if (conversation.ticketId !== undefined && isActive(world, conversation, AGENT_WORKSPACE))
      checkTicket(world, conversation, conversation.ticketId);
  }
  for (const { sessionOpen, conversationId = "" } of world.tickets.all())
    if (sessionOpen) expect(world.conversations.get(conversationId)).toBeDefined();
}

/** Since its first live message everything is on the ticket, whoever said it. */
function checkTicket(world: World, { id }: Conversation, ticketId: number): void {
  const all = world.messages.by("conversation", id);
  const first = all.findIndex((message) => message.ticketId === ticketId);
  // An ended session may go on in the same ticket; what was said in between belongs to it as well.
  const since = first === -1 ? [] : all.slice(first);
  expect(since.filter((message) => message.ticketId !== ticketId)).toEqual([]);
}

/** Every message was told of once, in the words of the reference, and of a conversation that was there. */
function checkEvents(world: World, conversations: ReadonlySet<string>): void {
  const echoed = new Map<string, number>();
  for (const { body } of world.deliveries.all()) {
    expect(judgeDelivery(body)).toEqual([]);
    const [{ type, payload }] = Told.parse(body).events;
    if (payload.conversation !== undefined) expect(conversations).toContain(payload.conversation.id);
    if (type === "conversation:message" && payload.message !== undefined)
      echoed.set(payload.message.id, (echoed.get(payload.message.id) ?? 0) + 1);
  }
  for (const { id } of world.messages.all()) expect(echoed.get(id)).toBe(1);
  expect([...echoed.values()].every((times) => times === 1)).toBe(true);
}

const switches: fc.Arbitrary<Partial<Settings>> = fc.record({
  ticketBornAt: fc.constantFrom("firstUserMessage", "passControl"),
  defaultResponder: fc.constantFrom("agentWorkspace", "zendeskBot", "none"),
  controlAfterEnd: fc.constantFrom("returned", "kept"),
  ticketAfterEndedSession: fc.constantFrom("new", "same"),
  closeSolvedAtOnce: fc.boolean(),
  satisfactionSurvey: fc.boolean(),
  firstReplyMessage: fc.boolean(),
  endSessionActivityMessage: fc.boolean(),
});
/** Mostly in one conversation, and mostly what makes tickets: else few sequences get far. */
const frequent = ["userSays", "pass", "passToBot", "userSays", "pass", "passToBot", "userSays", "endSession"];
const step = fc.tuple(
  fc.constantFrom(...Object.keys(acts), ...frequent),
  fc.constantFrom(0, 0, 0, 0, 1, 2, 3),
  fc.constantFrom(0, 0, 0, 1, 2),
);

test("whatever is done in whatever order, sessions, tickets and events agree", () => {
  fc.assert(
    fc.property(switches, fc.array(step, { minLength: 15, maxLength: 60 }), (settings, steps) => {
      const world = start(settings);
      const ids = world.conversations.all().map(({ id }) => id);
      for (const [name, which, old] of steps) {
        const conversation = world.conversations.get(ids[which] ?? "");
        if (conversation === undefined) continue;
        const tickets = world.tickets.by("conversation", conversation.id);
        const closed = world.tickets.by("status", "closed").map(({ id }) => id);
        try {
          acts[name]?.(world, conversation, tickets.at(-1 - (old % Math.max(1, tickets.length))));
        } catch (error) {
          // Refusing is an answer, too.
          if (!(error instanceof Refusal)) throw error;
        }
        expect(world.tickets.by("status", "closed").map(({ id }) => id)).toEqual(
          expect.arrayContaining(closed),
        );
        checkSessions(world);
      }
      checkEvents(world, new Set(ids));
    }),
    { numRuns: 80 },
  );
});
