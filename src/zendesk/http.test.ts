import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import * as z from "zod";
import {
  createZendeskHttp,
  type HttpCall,
  type HttpOptions,
  readAnswer,
  refusal,
  retryAfterMs,
  type ZendeskHttp,
} from "./http.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

async function listen(server: Server, sockets: Set<Socket>): Promise<string> {
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  cleanups.push(async () => {
    for (const socket of sockets) {
      socket.destroy();
    }
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${portOf(server.address())}`;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}

const tcp = (onSocket: (socket: Socket) => void) => listen(createTcpServer(onSocket), new Set());
const web = (onRequest: RequestListener) => listen(createHttpServer(onRequest), new Set());

function client(origin: string, options: Partial<HttpOptions> = {}): ZendeskHttp {
  const http = createZendeskHttp({ allow: [origin], now: Date.now, ...options });
  cleanups.push(http.close);
  return http;
}

const call = (origin: string): HttpCall => ({
  origin,
  method: "POST",
  path: "/sc/v2/apps/app1/conversations/c1/messages?x=1",
  pattern: "/sc/v2/apps/{}/conversations/{}/messages",
  json: { content: { type: "text", text: "a secret of the visitor" } },
});

function thrownBy(act: () => unknown): Error | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : undefined;
  }
}

async function outcome(origin: string, options: Partial<HttpOptions> = {}): Promise<unknown> {
  return client(origin, options)
    .send(call(origin))
    .then(
      (answer) => answer,
      (error: unknown) => error,
    );
}

describe("no answer", () => {
  test("a refused connection is unreachable: nothing can have happened", async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const port = portOf(server.address());
    await new Promise((resolve) => server.close(resolve));
    expect(await outcome(`http://127.0.0.1:${port}`)).toMatchObject({
      code: "zendesk_unreachable",
      retry: "again",
      message: "POST /sc/v2/apps/{}/conversations/{}/messages: ECONNREFUSED",
    });
  });

  test("an unknown host is unreachable", async () => {
    expect(await outcome("http://nobody.invalid")).toMatchObject({ code: "zendesk_unreachable" });
  });

  test("a connection dropped before TLS is set up is unreachable", async () => {
    const origin = (await tcp((socket) => socket.destroy())).replace("http:", "https:");
    expect(await outcome(origin)).toMatchObject({ code: "zendesk_unreachable" });
  });

  test("accepted and dropped is unclear", async () => {
    const origin = await tcp((socket) => {
      socket.once("data", () => socket.destroy());
    });
    expect(await outcome(origin)).toMatchObject({ code: "zendesk_unclear", retry: "unclear" });
  });

  test("dropped in the middle of the answer is unclear", async () => {
    const origin = await tcp((socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{"));
    });
    expect(await outcome(origin)).toMatchObject({ code: "zendesk_unclear" });
  });

  test("silence after the request is unclear, and the socket is closed", async () => {
    let closed: Promise<void> | undefined;
    const origin = await tcp((socket) => {
      closed = new Promise((resolve) => {
        socket.once("close", () => resolve());
      });
      socket.resume();
    });
    expect(await outcome(origin, { answerMs: 50 })).toMatchObject({
      code: "zendesk_unclear",
      message: expect.stringContaining("no answer within 50 ms"),
    });
    expect(closed).toBeDefined();
    await closed;
  });

  test("what is cut off by a signal is unclear, and its socket closed; what it forbids is not made", async () => {
    let seen = 0;
    let closed: Promise<void> | undefined;
    const origin = await tcp((socket) => {
      seen += 1;
      closed = new Promise((resolve) => {
        socket.once("close", () => resolve());
      });
      socket.resume();
    });
    const http = client(origin);
    const time = new AbortController();
    const sent = http.send({ ...call(origin), signal: time.signal });
    await expect.poll(() => seen).toBe(1);
    time.abort();
    await expect(sent).rejects.toMatchObject({ code: "zendesk_unclear", retry: "unclear" });
    await closed;
    const later = http.send({ ...call(origin), signal: time.signal });
    await expect(later).rejects.toMatchObject({ code: "zendesk_unreachable", retry: "again" });
    expect(seen).toBe(1);
  });

  test("headers that come one by one do not outlast the limit", async () => {
    const origin = await tcp((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\n");
        const drip = setInterval(() => socket.write("x-drip: 1\r\n"), 10);
        socket.once("close", () => clearInterval(drip));
      });
    });
    expect(await outcome(origin, { answerMs: 120 })).toMatchObject({ code: "zendesk_unclear" });
  });

  test("a call that never got a connection is unreachable, and is not made later", async () => {
    const seen: string[] = [];
    const answers: (() => void)[] = [];
    const origin = await web((request, response) => {
      seen.push(request.url ?? "");
      answers.push(() => response.end("{}"));
    });
    const http = client(origin, { connections: 1, answerMs: 100 });
    // The first call holds the only connection for longer than the second one waits.
    const first = http.send({ ...call(origin), path: "/first", withinMs: 60_000 });
    await expect.poll(() => seen).toEqual(["/first"]);
    const second = http.send({ ...call(origin), path: "/second" });
    await expect(second).rejects.toMatchObject({ code: "zendesk_unreachable" });
    answers[0]?.();
    expect((await first).status).toBe(200);
    const third = http.send({ ...call(origin), path: "/third", withinMs: 60_000 });
    await expect.poll(() => seen).toEqual(["/first", "/third"]);
    answers[1]?.();
    expect((await third).status).toBe(200);
  });

  test("another host is not called at all", async () => {
    const http = client("http://127.0.0.1:1");
    await expect(http.send(call("https://evil.example"))).rejects.toMatchObject({
      code: "zendesk_host_refused",
      retry: "never",
    });
  });
});

describe("answers", () => {
  test.each([
    [200, "{}", undefined],
    [201, "{}", undefined],
    [301, "", "zendesk_unclear"],
    [400, '{"errors":[{"code":"bad_request"}]}', "zendesk_refused"],
    [401, '{"errors":[{"code":"unauthorized"}]}', "zendesk_credentials_refused"],
    [402, "", "zendesk_refused"],
    [403, "", "zendesk_credentials_refused"],
    [404, '{"errors":[{"code":"conversation_not_found"}]}', "zendesk_conversation_gone"],
    [404, '{"errors":[{"code":"user_not_found"}]}', "zendesk_conversation_gone"],
    [404, '{"errors":[{"code":"app_not_found"}]}', "zendesk_refused"],
    [408, "", "zendesk_unclear"],
    [409, "", "zendesk_refused"],
    [413, "", "zendesk_refused"],
    [423, '{"errors":[{"code":"locked"}]}', "zendesk_conversation_full"],
    [429, "", "zendesk_busy"],
    [500, "<html>", "zendesk_unclear"],
    [502, "<html>", "zendesk_unclear"],
    [503, "", "zendesk_unclear"],
    [504, "", "zendesk_unclear"],
  ])("%i %s is %s", async (status, body, code) => {
    const origin = await web((_request, response) => response.writeHead(status).end(body));
    const answer = await client(origin).send(call(origin));
    expect(refusal(call(origin), answer, "sunco")?.code).toBe(code);
  });

  test("403 of the Support API is a refusal of this call only", () => {
    const answer = { status: 403, json: undefined, retryAfterMs: undefined };
    expect(refusal(call("https://a.zendesk.com"), answer, "support")?.code).toBe("zendesk_refused");
  });

  test("429 carries how long to wait", async () => {
    const origin = await web((_request, response) => response.writeHead(429, { "retry-after": "7" }).end());
    const answer = await client(origin).send(call(origin));
    expect(refusal(call(origin), answer, "sunco")).toMatchObject({
      code: "zendesk_busy",
      retryAfterMs: 7000,
    });
  });

  test.each(["", "<html>", "[", '{"message":{"ids":1}}'])("201 with body %j is unreadable", async (body) => {
    const origin = await web((_request, response) => response.writeHead(201).end(body));
    const answer = await client(origin).send(call(origin));
    expect(() => readAnswer(call(origin), answer, "sunco", z.object({ id: z.string() }))).toThrow(
      expect.objectContaining({ code: "zendesk_answer_unreadable", retry: "unclear" }),
    );
  });

  test("the reason why a body cannot be read is a line, however many bad elements it has", () => {
    const messages = Array.from({ length: 50_000 }, () => ({ "a visitor's words": 1 }));
    const schema = z.object({ messages: z.array(z.strictObject({ id: z.string() })) });
    const answer = { status: 201, json: { messages }, retryAfterMs: undefined };
    const failure = thrownBy(() => readAnswer(call("https://a.zendesk.com"), answer, "sunco", schema));
    expect(failure).toMatchObject({
      code: "zendesk_answer_unreadable",
      cause: { message: expect.stringMatching(/^messages\.0\.id: invalid_type; [^\n]{1,200}$/u) },
    });
    expect(String(failure?.cause)).not.toContain("words");
  });

  test("an answer larger than the limit is not read to its end", async () => {
    const origin = await web((_request, response) => response.writeHead(200).end(`"${"x".repeat(200_000)}"`));
    const answer = await client(origin, { maxAnswerBytes: 1000 }).send(call(origin));
    expect(answer).toEqual({ status: 200, json: undefined, retryAfterMs: undefined });
  });

  test("no message says what was sent or who called", async () => {
    const origin = await web((request, response) => {
      request.resume().on("end", () =>
        response.writeHead(400).end(
          JSON.stringify({
            errors: [{ code: "a secret of the visitor, quoted by a very talkative server: ".repeat(3) }],
          }),
        ),
      );
    });
    const sent: HttpCall = { ...call(origin), authorization: "Basic c2VjcmV0" };
    const refused = refusal(sent, await client(origin).send(sent), "sunco");
    expect(refused?.message).toBe("POST /sc/v2/apps/{}/conversations/{}/messages answered 400");
  });

  test("of a thousand codes a few are told", () => {
    const errors = Array.from({ length: 1_000 }, () => ({ code: "bad_request" }));
    const refused = refusal(
      call("https://a.zendesk.com"),
      { status: 400, json: { errors }, retryAfterMs: undefined },
      "sunco",
    );
    expect(refused?.message.length).toBeLessThan(200);
  });

  test("connections are kept and used again", async () => {
    const ports = new Set<number | undefined>();
    const origin = await web((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("{}");
    });
    const http = client(origin);
    for (let count = 0; count < 20; count += 1) {
      await http.send(call(origin));
    }
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-11-22T10:00:00Z");
  test.each([
    ["30", 30_000],
    ["0", 0],
    ["1.5", 1500],
    ["Sun, 22 Nov 2026 10:00:42 GMT", 42_000],
    ["Sun, 22 Nov 2026 09:00:00 GMT", 0],
    ["soon", undefined],
    [undefined, undefined],
  ])("%s", (value, expected) => {
    expect(retryAfterMs(value, now)).toBe(expected);
  });
});
