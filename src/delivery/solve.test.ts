import { expect, test } from "vitest";
import { CodedError, toCoded } from "../errors.ts";
import type { Claim } from "../store/port.ts";
import { solve } from "./solve.ts";

const claimOf = (attempt: number, zendeskUserId = "u"): Claim => ({
  handoff: {
    id: "h",
    conversationId: "c",
    botId: "b",
    connectorId: "k",
    number: 1,
    phase: "ended",
    externalId: "e",
    zendeskUserId,
    zendeskConversationId: "z",
    startedAt: 5,
  },
  position: 7,
  task: { kind: "solve" },
  attempt,
  fence: 1,
  look: false,
});
const account = {
  connectorId: "k",
  origin: "https://acme.zendesk.com",
  appId: "a",
  integrationId: "i",
  key: { id: "app_1", secret: "s" },
  api: { kind: "token", email: "a@example.com", token: "t" },
  agentWorkspace: "w",
} as const;

const outcome = (attempt: number, code: "zendesk_ticket_unknown" | "zendesk_unreachable") =>
  solve({ solveTicket: () => Promise.reject(new CodedError(code, "test")) }, account, claimOf(attempt)).then(
    () => "solved",
    (error: unknown) => toCoded(error).retry,
  );

test("a ticket that is not there yet is looked for again, but not for ever; an outage does not count", async () => {
  expect(await outcome(1, "zendesk_ticket_unknown")).toBe("again");
  expect(await outcome(9, "zendesk_ticket_unknown")).toBe("again");
  expect(await outcome(10, "zendesk_ticket_unknown")).toBe("never");
  expect(await outcome(1_000, "zendesk_unreachable")).toBe("again");
});

test("the desk learns everything that leads to the ticket", async () => {
  const asked: unknown[] = [];
  await solve(
    {
      solveTicket: (_account, handoff) => {
        asked.push(handoff);
        return Promise.resolve();
      },
    },
    account,
    claimOf(1),
  );
  expect(asked).toMatchObject([{ externalId: "e", userId: "u", conversationId: "z", startedAt: 5 }]);
});
