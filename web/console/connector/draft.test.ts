import { expect, test } from "vitest";
import { connectorViewSchema } from "../../../src/protocol/console.ts";
import { draftOf, formOf, isChanged, secretStates } from "./draft.ts";

const view = connectorViewSchema.parse({
  webhookUrl: "https://chat.example.org/webhooks/zendesk/demo",
  domain: "acme.zendesk.com",
  appId: "app",
  integrationId: "integration",
  keyId: "app_1",
  keySecretStored: true,
  api: { kind: "token", email: "alex@acme.com", apiTokenStored: true },
  senderId: "mail",
  state: "checked",
  warnings: [],
  groups: [],
  variables: ["mail"],
});
const draft = draftOf(view);

test("an untouched form sends no secret and counts as unchanged", () => {
  expect(isChanged(draft, view)).toBe(false);
  expect(formOf(draft)).toMatchObject({ keySecret: undefined, api: { kind: "token", apiToken: undefined } });
});

test("a domain pasted with scheme and path keeps the stored secrets", () => {
  expect(secretStates({ ...draft, domain: " HTTPS://Acme.zendesk.com/agent " }, view)).toEqual({
    key: "kept",
    api: "kept",
  });
});

test("another account or id asks for the secrets again", () => {
  for (const change of [{ domain: "other.zendesk.com" }, { appId: "x" }, { integrationId: "x" }]) {
    expect(secretStates({ ...draft, ...change }, view)).toEqual({ key: "cleared", api: "cleared" });
  }
  expect(secretStates({ ...draft, keyId: "app_2" }, view)).toEqual({ key: "cleared", api: "kept" });
  const linked = { ...view, api: { kind: "oauth", clientId: "chatbot", clientSecretStored: true } as const };
  expect(secretStates({ ...draftOf(linked), clientId: "other" }, linked).api).toBe("cleared");
});

test("a secret that was never stored is neither kept nor cleared", () => {
  expect(secretStates(draft, { ...view, keySecretStored: false }).key).toBe("none");
  expect(secretStates({ ...draft, apiKind: "oauth" }, view)).toEqual({ key: "kept", api: "none" });
});
