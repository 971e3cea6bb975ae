import { expect, test } from "vitest";
import { CodedError } from "../errors.ts";
import { handoffOf } from "../store/contract/fixture.ts";
import type { DeskAccount, DeskMessage } from "../zendesk/desk.ts";
import { rememberKeys, removeDoubles } from "./duplicates.ts";

const handoff = handoffOf({ id: "h", zendeskConversationId: "c", openingMessageId: "opening" });
const posted = (id: string, key?: string): DeskMessage => ({
  id,
  received: 1,
  ...(key !== undefined && { key }),
  author: { type: "visitor" },
  content: { type: "text", text: "words" },
});
const ids = (messages: readonly DeskMessage[]) => messages.map(({ id }) => id);

test("the first of two with one key stays, wherever the second comes to light, and each is told once", () => {
  const keys = rememberKeys(handoff);
  const list = [posted("1", "h.5"), posted("2", "h.6"), posted("3", "h.5"), posted("4"), posted("5")];
  expect(ids(keys.doubles(list))).toEqual(["3"]);
  expect(ids(keys.doubles([...list, posted("6", "h.6"), posted("7", "h.5")]))).toEqual(["6", "7"]);
  expect(ids(keys.doubles(list))).toEqual([]);
});

test("of two openings the one stays that control was passed with", () => {
  expect(ids(rememberKeys(handoff).doubles([posted("early", "h.2"), posted("opening", "h.2")]))).toEqual([
    "early",
  ]);
});

test("parts of one message are no doubles, and keys that are not this handoff's are nobody's to delete", () => {
  const list = [posted("1", "h.5"), posted("2", "h.5.1"), posted("3", "other.5"), posted("4", "other.5")];
  expect(rememberKeys(handoff).doubles(list)).toEqual([]);
});

test("what cannot be deleted is counted as found and looked for again", async () => {
  const told: string[] = [];
  const account: DeskAccount = {
    connectorId: "connector-1",
    origin: "https://acme.zendesk.com",
    appId: "app",
    integrationId: "integration",
    key: { id: "key", secret: "secret" },
    api: { kind: "token", email: "a@example.com", token: "token" },
    agentWorkspace: "zd:agentWorkspace",
  };
  const later = () => Promise.reject(new Error("not asked for"));
  await removeDoubles(
    {
      desk: {
        deleteMessage: async (_account, conversationId, messageId) => {
          if (messageId === "stuck") throw new CodedError("zendesk_unclear", "test");
          told.push(`deleted ${conversationId} ${messageId}`);
        },
      },
      store: {
        secondLooks: {
          add: async (handoffId) => void told.push(`again ${handoffId}`),
          due: later,
          plan: later,
          nextDue: later,
        },
      },
      count: (name) => told.push(name),
      onError: () => told.push("error"),
    },
    account,
    handoff,
    [posted("stuck"), posted("double")],
  );
  expect(told).toEqual([
    "zendesk_duplicates_found",
    "error",
    "again h",
    "zendesk_duplicates_found",
    "deleted c double",
    "zendesk_duplicates_deleted",
  ]);
});
