import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CodedError } from "../../src/errors.ts";
import { findTicketOf } from "../../src/zendesk/find-ticket.ts";
import { createZendeskHttp } from "../../src/zendesk/http.ts";
import { createSupportAccess } from "../../src/zendesk/support-access.ts";
import { createDesk } from "../../src/zendesk/zendesk-desk.ts";
import {
  asVisitor,
  at,
  type Emulated,
  handedOver,
  opened,
  startEmulated,
  textAt,
  withOAuth,
} from "./zendesk-emulated.ts";

let zendesk: Emulated;
beforeEach(async () => {
  zendesk = await startEmulated();
});
afterEach(() => zendesk.stop());

const identity = { variable: "mail", value: "jane@example.com" };

describe("control", () => {
  test("passes to the operators with group, requester and first message", async () => {
    const { desk, account, emulator } = zendesk;
    const { userId, conversationId } = await opened(zendesk);
    const { messageId } = await desk.post(account, conversationId, asVisitor(userId)("k", "Hello"));
    await desk.passControl(account, conversationId, {
      firstMessageId: messageId,
      groupId: "360001",
      identity,
    });
    const passed = emulator.ledger().findLast(({ path }) => path.endsWith("/passControl"));
    expect(passed?.request).toEqual({
      switchboardIntegration: "zd:agentWorkspace",
      metadata: {
        "dataCapture.systemField.group_id": "360001",
        "dataCapture.systemField.requester.email": "jane@example.com",
        first_message_id: messageId,
      },
    });
    expect(await desk.control(account, conversationId)).toBe("operators");
  });

  test("is not ours to take where our integration stands outside the switchboard", async () => {
    const { desk, account, emulator } = zendesk;
    const { conversationId } = await opened(zendesk);
    await desk.takeControl(account, conversationId);
    expect(emulator.ledger().filter(({ path }) => path.endsWith("Control"))).toEqual([]);
  });

  test("inside the switchboard: taken first, and offered to ourselves after it was passed", async () => {
    const { desk, account, emulator, sunco } = zendesk;
    const boards = await sunco("GET", "/switchboards");
    const seat = await sunco(
      "POST",
      `/switchboards/${textAt(boards, "switchboards.0.id")}/switchboardIntegrations`,
      {
        name: "livechat",
        integrationId: account.integrationId,
        deliverStandbyEvents: false,
      },
    );
    const own = textAt(seat, "switchboardIntegration.id");
    const inside = { ...account, ownSwitchboardIntegration: own };
    const { conversationId } = await opened(zendesk);
    await desk.takeControl(inside, conversationId);
    expect(await desk.control(inside, conversationId)).toBe("other");
    await desk.passControl(inside, conversationId, {});
    await desk.staySubscribed(inside, conversationId);
    expect(await desk.control(inside, conversationId)).toBe("operators");
    expect(
      emulator
        .ledger()
        .filter(({ path }) => path.endsWith("Control"))
        .map(({ path, request }) => [path.split("/").at(-1), at(request, "switchboardIntegration")]),
    ).toEqual([
      ["passControl", own],
      ["passControl", "zd:agentWorkspace"],
      ["offerControl", own],
    ]);
  });

  test("a refused offer to ourselves is reported and stops nothing", async () => {
    const { account, emulator } = zendesk;
    const setbacks: CodedError[] = [];
    const http = createZendeskHttp({ allow: [emulator.url], now: Date.now });
    const desk = createDesk({ http, now: Date.now, onSetback: (error) => setbacks.push(error) });
    const { conversationId } = await opened(zendesk);
    await desk.passControl(account, conversationId, {});
    await desk.staySubscribed({ ...account, ownSwitchboardIntegration: "no-such" }, conversationId);
    expect(setbacks).toHaveLength(1);
    expect(await desk.control(account, conversationId)).toBe("operators");
    await http.close();
  });

  test("an unknown switchboard integration is a refusal, not a lost conversation", async () => {
    const { desk, account } = zendesk;
    const { conversationId } = await opened(zendesk);
    await expect(
      desk.passControl({ ...account, agentWorkspace: "no-such" }, conversationId, {}),
    ).rejects.toMatchObject({ code: "zendesk_refused" });
  });
});

describe("tickets", () => {
  test.each(["token", "oauth"] as const)("are found, read and moved with %s", async (kind) => {
    const { desk, support } = zendesk;
    const account = kind === "token" ? zendesk.account : withOAuth(zendesk);
    const handoff = await handedOver(zendesk);
    const ticket = await desk.findTicket(account, handoff);
    expect(ticket).toMatchObject({ id: expect.stringMatching(/^\d+$/), status: "new" });
    const id = ticket?.id ?? "";
    const groupId = textAt(await support("POST", "/groups", { group: { name: "Animal" } }), "group.id");
    await desk.assignGroup(account, id, groupId);
    expect(await desk.tickets(account, [id, "999999999"])).toMatchObject([{ id, groupId }]);
    expect(await desk.tickets(account, [])).toEqual([]);
  });

  test("each handoff finds its own, the closed one left out", async () => {
    const { desk, account, operator } = zendesk;
    const first = await handedOver(zendesk);
    const ticket = await desk.findTicket(account, first);
    const second = await handedOver(zendesk);
    const other = await desk.findTicket(account, second);
    expect(other?.id).toBeDefined();
    expect(other?.id).not.toBe(ticket?.id);
    expect((await desk.findTicket(account, first))?.id).toBe(ticket?.id);
    await operator("close", { ticketId: ticket?.id ?? "" });
    expect(await desk.findTicket(account, first)).toBeUndefined();
    expect(await desk.tickets(account, [ticket?.id ?? ""])).toMatchObject([{ status: "closed" }]);
  });

  test("one is solved once it shows, and as often as one likes; a closed one stays closed", async () => {
    const { desk, account, operator } = zendesk;
    const early = await opened(zendesk);
    await expect(
      desk.solveTicket(account, { ...early, externalId: "visitor1", startedAt: Date.now() }),
    ).rejects.toMatchObject({ code: "zendesk_ticket_unknown" });
    const handoff = await handedOver(zendesk);
    const id = (await desk.findTicket(account, handoff))?.id ?? "";
    for (const known of [handoff, { ...handoff, ticketId: id }]) await desk.solveTicket(account, known);
    expect(await desk.tickets(account, [id])).toMatchObject([{ status: "solved" }]);
    await operator("close", { ticketId: id });
    await desk.solveTicket(account, { ...handoff, ticketId: id });
    expect(await desk.tickets(account, [id])).toMatchObject([{ status: "closed" }]);
    await desk.solveTicket(account, { ...handoff, ticketId: "999999999" });
  });

  test("there is none before the operators have the conversation", async () => {
    const { desk, account } = zendesk;
    const handoff = await opened(zendesk);
    expect(
      await desk.findTicket(account, { ...handoff, externalId: "visitor1", startedAt: Date.now() }),
    ).toBeUndefined();
  });

  test("without conversation log, the one born with the handoff", async () => {
    const { desk, account, emulator } = zendesk;
    const handoff = await handedOver(zendesk);
    const fault = { path: "/api/v2/tickets/{}/conversation_log", action: "status", status: 403 } as const;
    emulator.faults.add({ ...fault, times: 10 });
    expect(await desk.findTicket(account, handoff)).toMatchObject({ status: "new" });
    // Nothing but its age tells that it is this one.
    expect(await desk.findTicket(account, { ...handoff, byLogOnly: true })).toBeUndefined();
  });

  test("without conversation log, that of a second handoff a moment after the first", async () => {
    const { desk, account, emulator, call } = zendesk;
    const first = await handedOver(zendesk);
    const firstTicket = await desk.findTicket(account, first);
    await call("POST", "/_emulator/clock", { advanceMs: 5_000 });
    const second = await handedOver(zendesk);
    const fault = { path: "/api/v2/tickets/{}/conversation_log", action: "status", status: 403 } as const;
    emulator.faults.add({ ...fault, times: 10 });
    const found = await desk.findTicket(account, second);
    expect(found).toMatchObject({ status: "new" });
    expect(found?.id).not.toBe(firstTicket?.id);
    // Both were born after the first conversation began: which one is meant cannot be told.
    expect(await desk.findTicket(account, first)).toBeUndefined();
  });

  test("the one born with the handoff is found among any number of newer ones", async () => {
    const { desk, account, call } = zendesk;
    const first = await handedOver(zendesk);
    const ticket = await desk.findTicket(account, first);
    for (let handoffs = 0; handoffs < 7; handoffs += 1) {
      await call("POST", "/_emulator/clock", { advanceMs: 2_000 });
      await handedOver(zendesk);
    }
    expect(await desk.findTicket(account, first)).toEqual(ticket);
  });

  test("where messaging does not name the person, once the search knows the external id", async () => {
    const { account, emulator, call, sunco } = zendesk;
    emulator.configure({ searchLagSeconds: 60 });
    const { conversationId, externalId, startedAt } = await handedOver(zendesk);
    const listed = await sunco("GET", `/conversations/${conversationId}/messages`);
    const messageIds = new Set([textAt(listed, "messages.1.id")]);
    const http = createZendeskHttp({ allow: [emulator.url], now: Date.now });
    const support = { access: createSupportAccess(http, Date.now), account };
    const conversation = () => Promise.resolve({ messageIds });
    const search = () => findTicketOf(support, { externalId, startedAt, conversation });
    expect(await search()).toBeUndefined();
    await call("POST", "/_emulator/clock", { advanceMs: 61_000 });
    expect(await search()).toMatchObject({ status: "new" });
    await http.close();
  });

  test("when the visitor's user was merged into another in the middle of the chat", async () => {
    const { desk, account, call } = zendesk;
    const handoff = await handedOver(zendesk);
    const ticket = await desk.findTicket(account, handoff);
    const { userId: surviving } = await desk.ensureUser(account, { externalId: "older", locale: "en" });
    await call("POST", "/_emulator/users/merge", { surviving, discarded: handoff.userId });
    expect(await desk.findTicket(account, handoff)).toEqual(ticket);
    const said = asVisitor(handoff.userId)("k2", "Still me");
    expect(await desk.post(account, handoff.conversationId, said)).toMatchObject({ userId: surviving });
    const messages = await desk.messagesAfter(account, handoff.conversationId);
    expect(messages.at(-1)).toMatchObject({ key: "k2", author: { type: "visitor" } });
  });

  test("more than a hundred are read in several calls", async () => {
    const { desk, account, emulator } = zendesk;
    const handoff = await handedOver(zendesk);
    const id = (await desk.findTicket(account, handoff))?.id ?? "";
    const many = Array.from({ length: 150 }, (_, index) => String(900_000_000 + index));
    expect(await desk.tickets(account, [...many, id])).toMatchObject([{ id }]);
    emulator.faults.add({ path: "/api/v2/tickets/show_many", action: "status", status: 429, retryAfter: 1 });
    await expect(desk.tickets(account, [id])).rejects.toMatchObject({
      code: "zendesk_busy",
      retryAfterMs: 1000,
    });
  });
});
