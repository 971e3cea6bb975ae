import { expect, test } from "vitest";
import { originOf, readAccount, readOptions } from "./options.ts";

test("a Zendesk account is called at its own origin", () => {
  expect(originOf({}, " https://Acme.zendesk.com/agent ")).toBe("https://acme.zendesk.com");
  expect(originOf({ origin: "http://127.0.0.1:8090/x" }, "")).toBe("http://127.0.0.1:8090");
});

test.each(["127.0.0.1:8090", "acme.zendesk.com.example.org", "acme@zendesk.com", "xn--acme.zendesk.com"])(
  "%s is not called",
  (domain) => {
    expect(() => originOf({}, domain)).toThrow(
      `${domain} is not <name>.zendesk.com; another origin must be given with --origin`,
    );
  },
);

test.each([
  [["--storm"], /^Unknown option '--storm'/],
  [["--probe-rate-limit", "9999"], /^--probe-rate-limit is at most 1000/],
  [["--origin", "--yes"], /^Option '--origin' argument is ambiguous\. \(--help tells what there is\)$/],
  [["--webhook-url", "nowhere"], /^--webhook-url is not an address/],
])("%j is refused", (args, words) => {
  expect(() => readOptions(args)).toThrow(words);
});

const env = {
  ZENDESK_DOMAIN: "acme.zendesk.com",
  ZENDESK_APP_ID: "app",
  ZENDESK_KEY_ID: "app_key",
  ZENDESK_KEY_SECRET: "secret",
};

test("what the environment does not have is asked for, secrets as secrets", async () => {
  const asked: [string, boolean][] = [];
  const answers: Record<string, string> = { "OAuth client": "client", "The client's secret": "hush" };
  const account = await readAccount(readOptions([]), env, async (question, secret) => {
    asked.push([question, secret]);
    return Object.entries(answers).find(([start]) => question.startsWith(start))?.[1] ?? "";
  });
  expect(account).toEqual({
    origin: "https://acme.zendesk.com",
    appId: "app",
    key: { id: "app_key", secret: "secret" },
    api: { kind: "oauth", clientId: "client", clientSecret: "hush" },
  });
  expect(asked.map(([, secret]) => secret)).toEqual([false, true]);
});

test("without anybody to ask, what is missing is named", async () => {
  await expect(readAccount(readOptions([]), env, undefined)).rejects.toThrow("ZENDESK_EMAIL is missing");
});
