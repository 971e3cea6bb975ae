import { createServer, type RequestListener } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { createZendeskHttp, type HttpCall } from "./http.ts";
import { showTickets } from "./support.ts";
import { createSupportAccess } from "./support-access.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

/** A server that gives out numbered tokens and takes only those in `valid`. */
async function start(onToken: RequestListener, valid: (token: string) => boolean) {
  const tokens: string[] = [];
  let clock = 1_000_000;
  const server = createServer((request, response) => {
    if (request.url === "/oauth/tokens") {
      tokens.push(`t${tokens.length + 1}`);
      onToken(request, response);
      return;
    }
    const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
    response.writeHead(valid(token) ? 200 : 401).end(JSON.stringify({ token }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const now = () => clock;
  const http = createZendeskHttp({ allow: [origin], now });
  cleanups.push(http.close, () => new Promise((resolve) => server.close(resolve)));
  const access = createSupportAccess(http, now);
  const account = { origin, api: { kind: "oauth", clientId: "c", clientSecret: "s" } } as const;
  const call: HttpCall = { origin, method: "GET", path: "/api/v2/x", pattern: "/api/v2/x" };
  return {
    tokens,
    support: { access, account },
    send: () => access.send(account, call),
    pass: (ms: number) => {
      clock += ms;
    },
  };
}

const gives =
  (tokens: () => readonly string[], expiresIn?: number): RequestListener =>
  (_request, response) => {
    response.end(JSON.stringify({ access_token: tokens().at(-1), expires_in: expiresIn }));
  };

describe("an OAuth client", () => {
  test("what the refusal of a client says is told in a line of Zendesk's own words", async () => {
    const words = 'the words of a visitor\n{"level":50}'.repeat(20_000);
    const codes = ["invalid_client", words, "see the docs", ...Array.from({ length: 1_000 }, () => "more")];
    const refused = await start(
      (_request, response) =>
        response.writeHead(401).end(JSON.stringify({ errors: codes.map((code) => ({ code })) })),
      () => true,
    );
    await expect(refused.send()).rejects.toMatchObject({
      code: "zendesk_credentials_refused",
      message: "POST /oauth/tokens answered 401 (invalid_client, see the docs, more, more)",
    });
  });

  test.each(["a token\r\nx-more: 1", "t".repeat(100_000)])(
    "what no header can hold is no token",
    async (token) => {
      const answered = await start(
        (_request, response) => response.end(JSON.stringify({ access_token: token })),
        () => true,
      );
      await expect(answered.send()).rejects.toMatchObject({ code: "zendesk_unreachable" });
    },
  );

  test("whatever fails says that it was the Support API, the token included", async () => {
    const away = await start(
      (_request, response) => response.writeHead(503).end(),
      () => true,
    );
    await expect(showTickets(away.support, ["1"])).rejects.toMatchObject({
      code: "zendesk_unreachable",
      api: "support",
    });
  });

  test("one token serves many calls, also when they begin together", async () => {
    const server = await start(
      gives(() => server.tokens, 600),
      () => true,
    );
    await Promise.all([server.send(), server.send(), server.send()]);
    await server.send();
    expect(server.tokens).toEqual(["t1"]);
  });

  test("a token is renewed shortly before it expires", async () => {
    const server = await start(
      gives(() => server.tokens, 600),
      () => true,
    );
    await server.send();
    server.pass(500_000);
    expect((await server.send()).json).toEqual({ token: "t1" });
    server.pass(50_000);
    expect((await server.send()).json).toEqual({ token: "t2" });
  });

  test("a token refused before its time is renewed once, and the call made again", async () => {
    const server = await start(
      gives(() => server.tokens),
      (token) => token === "t2",
    );
    const answers = await Promise.all([server.send(), server.send()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(server.tokens).toEqual(["t1", "t2"]);
  });

  test("a client whose fresh token is refused too gets the 401", async () => {
    const server = await start(
      gives(() => server.tokens),
      () => false,
    );
    expect((await server.send()).status).toBe(401);
    expect(server.tokens).toEqual(["t1", "t2"]);
  });

  test.each([
    [401, '{"error":"invalid_client"}', "zendesk_credentials_refused"],
    [400, '{"error":"invalid_scope"}', "zendesk_credentials_refused"],
    [400, "{}", "zendesk_refused"],
    [429, "{}", "zendesk_busy"],
    // The call itself was never sent, so nothing is unclear.
    [502, "<html>", "zendesk_unreachable"],
    [200, "<html>", "zendesk_unreachable"],
  ])("%i %s instead of a token: %s", async (status, body, code) => {
    const server = await start(
      (_request, response) => response.writeHead(status).end(body),
      () => true,
    );
    await expect(server.send()).rejects.toMatchObject({ code });
    // A failure is not kept.
    await expect(server.send()).rejects.toMatchObject({ code });
    expect(server.tokens).toHaveLength(2);
  });
});
