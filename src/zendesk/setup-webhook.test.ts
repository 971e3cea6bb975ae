import { describe, expect, test } from "vitest";
import { ownWebhook, webhookWarnings } from "./setup-webhook.ts";

const ours = "https://bot.example.com/webhooks/zendesk/demo";
const real = "https://acme.zendesk.com";
const webhook = {
  id: "w1",
  target: ours,
  triggers: ["conversation:message"],
  secret: "s",
  includeFullUser: true,
  includeFullSource: true,
};

test.each([
  [ours, true],
  [`${ours}/`, true],
  [" https://BOT.example.com:443/webhooks/zendesk/demo", true],
  ["https://bot.example.com/webhooks/zendesk/Demo", false],
  ["https://bot.example.com/webhooks/zendesk/demo?x=1", false],
  ["http://bot.example.com/webhooks/zendesk/demo", false],
  ["https://bot.example.com/webhooks/zendesk/other", false],
  ["not a url", false],
])("target %j is ours: %s", (target, expected) => {
  expect(ownWebhook([{ ...webhook, target }], ours) !== undefined).toBe(expected);
});

describe("warnings", () => {
  test("none when all is ticked", () => {
    expect(webhookWarnings([webhook], ours, real)).toEqual([]);
  });

  test("no webhook is ours: the targets there are", () => {
    const target = "https://old.example.com/webhooks/zendesk/demo";
    expect(webhookWarnings([{ ...webhook, target }], ours, real)).toEqual([
      { code: "webhook_missing", targets: [target] },
    ]);
  });

  test("trigger and boxes", () => {
    const bare = {
      ...webhook,
      triggers: ["conversation:read"],
      includeFullUser: false,
      includeFullSource: null,
    };
    expect(webhookWarnings([bare], ours, real)).toEqual([
      { code: "trigger_missing", trigger: "conversation:message" },
      { code: "box_missing", box: "includeFullUser" },
      { code: "box_missing", box: "includeFullSource" },
    ]);
  });

  test.each(["http://127.0.0.1:8080/w", "http://localhost:8080/w", "https://192.168.1.4/w"])(
    "a real account cannot reach %s, the emulator can",
    (url) => {
      const local = { ...webhook, target: url };
      expect(webhookWarnings([local], url, real)).toEqual([{ code: "webhook_unreachable", url }]);
      expect(webhookWarnings([local], url, "http://127.0.0.1:8090")).toEqual([]);
    },
  );
});
