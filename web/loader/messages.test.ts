import { expect, test } from "vitest";
import { envelope, readFromChatbox, readToChatbox } from "./messages.ts";

test("what one side says the other reads", () => {
  for (const message of [
    { type: "close" },
    { type: "unread", count: 2 },
    { type: "ready", accent: "rgb(1 2 3)", onAccent: "#fff" },
  ] as const) {
    expect(readFromChatbox(envelope(message))).toEqual(message);
  }
  for (const message of [{ type: "shown" }, { type: "hidden" }, { type: "startOver" }] as const) {
    expect(readToChatbox(envelope(message))).toEqual(message);
  }
});

test("other people's messages and damaged ones are none of ours", () => {
  for (const data of [
    undefined,
    null,
    "close",
    { type: "close" },
    { "zendesk-livechat": null },
    { "zendesk-livechat": { type: "unread", count: "many" } },
    { "zendesk-livechat": { type: "ready", accent: 1 } },
  ]) {
    expect(readFromChatbox(data)).toBeUndefined();
    expect(readToChatbox(data)).toBeUndefined();
  }
});
