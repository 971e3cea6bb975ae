import { Agent } from "undici";
import { expect, test } from "vitest";
import { CodedError } from "../errors.ts";
import { asPresentUser } from "./present-user.ts";

const account = { origin: "https://acme.zendesk.com", appId: "a", key: { id: "k", secret: "s" } };

test.each([
  ["half a surrogate pair", "\ud83d"],
  ["a way out of the path", ".."],
])("a participant whose id is %s is no user", async (_what, userId) => {
  const http = {
    allow: [],
    dispatcher: new Agent(),
    close: () => Promise.resolve(),
    send: () =>
      Promise.resolve({ status: 200, json: { participants: [{ userId }] }, retryAfterMs: undefined }),
  };
  const refused = new CodedError("zendesk_refused", "who is that?");
  const asked = asPresentUser(http, account, { conversationId: "c", userId: "merged" }, (id) =>
    id === "merged" ? Promise.reject(refused) : Promise.resolve(id),
  );
  await expect(asked).rejects.toMatchObject({ code: "zendesk_answer_unreadable" });
});
