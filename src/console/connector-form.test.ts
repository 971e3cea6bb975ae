import { expect, test } from "vitest";
import type { ConnectorForm } from "../protocol/console.ts";
import type { Connector } from "../store/port.ts";
import { normalizeDomain } from "../zendesk/address-guard.ts";
import { readForm } from "./connector-form.ts";
import { emptyConnector } from "./general.ts";

const form: ConnectorForm = {
  domain: "acme.zendesk.com",
  appId: "app",
  integrationId: "integration",
  keyId: "app_1",
  keySecret: "key secret",
  api: { kind: "token", email: "alex@acme.com", apiToken: "api token" },
  senderId: "mail",
};
const stored: Connector = {
  ...emptyConnector("demo"),
  origin: "https://acme.zendesk.com",
  appId: "app",
  integrationId: "integration",
  keyId: "app_1",
  api: { kind: "token", email: "alex@acme.com" },
  state: "checked",
};

function read(given: ConnectorForm, over: Connector = stored) {
  return readForm(given, {
    stored: over,
    storedSecrets: over.state === "empty" ? {} : { keySecret: "old key", apiSecret: "old token" },
    variables: ["mail"],
    normalizeDomain: (typed) => normalizeDomain(typed, []),
  });
}

const blamed = (given: ConnectorForm, over?: Connector) => {
  const reading = read(given, over);
  return "problems" in reading
    ? reading.problems.map(({ field, reasons }) => `${field} ${reasons.join()}`)
    : [];
};

const withoutSecrets: ConnectorForm = {
  ...form,
  keySecret: " ",
  api: { kind: "token", email: "sam@acme.com" },
};

test("an empty form names every field it needs, in the form's order", () => {
  const empty: ConnectorForm = {
    domain: " ",
    appId: "",
    integrationId: "",
    keyId: "",
    api: { kind: "token", email: "" },
    senderId: "",
  };
  expect(blamed(empty, emptyConnector("demo"))).toEqual(
    ["domain", "appId", "integrationId", "keyId", "keySecret", "email", "apiToken"].map(
      (field) => `${field} required`,
    ),
  );
  expect(blamed({ ...form, api: { kind: "oauth", clientId: "" } }, emptyConnector("demo"))).toEqual([
    "clientId required",
    "clientSecret required",
  ]);
});

test("a domain is tolerated as pasted, and other hosts are refused", () => {
  const reading = read({ ...form, domain: " https://Acme.zendesk.com:443/agent/home " });
  expect(reading).toMatchObject({ complete: { origin: "https://acme.zendesk.com" } });
  expect(blamed({ ...form, domain: "evil.example.org" })).toContain("domain host_refused");
  expect(blamed({ ...form, domain: "ac me" })).toContain("domain invalid_format");
});

test("an e-mail address must look like one, and a sender id must be a variable somebody fills", () => {
  const wrong: ConnectorForm = { ...form, api: { kind: "token", email: "alex", apiToken: "t" } };
  expect(blamed(wrong)).toEqual(["email invalid_format"]);
  expect(blamed({ ...form, senderId: "mial" })).toEqual(["senderId variable_unknown"]);
  expect(blamed({ ...form, senderId: "  " })).toEqual([]);
});

test("secrets left out are the stored ones, also for another e-mail of the same account", () => {
  expect(read(withoutSecrets)).toMatchObject({
    complete: { secrets: { keySecret: "old key", apiSecret: "old token" } },
  });
});

test("a stored secret is never sent to another domain, app or integration", () => {
  for (const change of [{ domain: "other.zendesk.com" }, { appId: "x" }, { integrationId: "x" }]) {
    expect(blamed({ ...withoutSecrets, ...change })).toEqual(["keySecret required", "apiToken required"]);
  }
});

test("another key id or another kind of access needs its own secret", () => {
  expect(blamed({ ...withoutSecrets, keyId: "app_2" })).toEqual(["keySecret required"]);
  const oauth: ConnectorForm = { ...withoutSecrets, api: { kind: "oauth", clientId: "client" } };
  expect(blamed(oauth)).toEqual(["clientSecret required"]);
  const client: Connector = { ...stored, api: { kind: "oauth", clientId: "client" } };
  expect(blamed(oauth, client)).toEqual([]);
  expect(blamed({ ...oauth, api: { kind: "oauth", clientId: "other" } }, client)).toEqual([
    "clientSecret required",
  ]);
});
