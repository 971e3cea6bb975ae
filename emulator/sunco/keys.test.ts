import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, type Started, startEmulator, textAt } from "../harness.ts";

let zendesk: Started;
beforeAll(async () => {
  zendesk = await startEmulator();
});
afterAll(() => zendesk.emulator.close());
beforeEach(() => zendesk.emulator.reset("demo"));

const account = () => {
  const { accountKeyId, accountKeySecret } = zendesk.emulator.credentials();
  return zendesk.basic(accountKeyId ?? "", accountKeySecret ?? "");
};
const owners = [
  ["the app", "app_", () => "/keys"],
  ["an integration", "int_", () => `/integrations/${zendesk.emulator.credentials().integrationId}/keys`],
] as const;

describe.each(owners)("keys of %s", (_owner, prefix, pathOf) => {
  const keys = (method: string, below = "", body?: unknown) =>
    zendesk.sc(method, pathOf() + below, body, account());
  const make = async (displayName: string) => (await keys("POST", "", { displayName })).body;

  test("are made, read, listed, used and deleted", async () => {
    const made = await make("Ours");
    const id = textAt(made, "key.id");
    const secret = textAt(made, "key.secret");
    expect(id.startsWith(prefix)).toBe(true);
    expect((await keys("GET", `/${id}`)).body).toEqual({ key: { id, displayName: "Ours", secret } });
    const ids = listAt((await keys("GET")).body, "keys").map((key) => at(key, "id"));
    expect(ids).toContain(id);
    expect(ids.every((one) => String(one).startsWith(prefix))).toBe(true);
    const use = () => zendesk.sc("POST", "/users", {}, zendesk.basic(id, secret));
    expect((await use()).status).toBe(201);
    expect((await keys("DELETE", `/${id}`)).status).toBe(200);
    expect((await use()).status).toBe(401);
    for (const method of ["GET", "DELETE"]) {
      const gone = await keys(method, `/${id}`);
      expect([gone.status, at(gone.body, "errors.0.code")]).toEqual([404, "not_found"]);
    }
  });

  test("are ten at most, and have a name", async () => {
    const before = listAt((await keys("GET")).body, "keys").length;
    for (let index = before; index < 10; index += 1) await make(`key ${index}`);
    const eleventh = await keys("POST", "", { displayName: "one more" });
    expect([eleventh.status, at(eleventh.body, "errors.0.code")]).toEqual([400, "bad_request"]);
    expect((await keys("POST", "", {})).status).toBe(400);
  });
});

test("keys of the app are for account keys; one kind is not found below the other", async () => {
  expect((await zendesk.sc("GET", "/keys")).status).toBe(403);
  const { integrationId, keyId } = zendesk.emulator.credentials();
  expect((await zendesk.sc("GET", `/integrations/${integrationId}/keys/${keyId}`)).status).toBe(404);
});

test("only custom integrations have keys", async () => {
  const web = await zendesk.sc("POST", "/integrations", { type: "web" });
  const path = `/integrations/${textAt(web.body, "integration.id")}/keys`;
  const refused = await zendesk.sc("GET", path);
  expect(at(refused.body, "errors.0.title")).toBe("API keys are available only for custom integrations");
});
