import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { CodedError } from "../errors.ts";
import { parseBody } from "./body.ts";
import { registerHealth } from "./health.ts";
import { createLogger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";
import { registerPages } from "./pages.ts";
import { createHttpServer, perMinute } from "./server.ts";

const log: string[] = [];
const metrics = createMetrics();
let folder = "";
let ready = false;
let server: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pages-"));
  for (const app of ["chatbox", "preview", "console", "loader"]) {
    await mkdir(join(folder, app, "assets"), { recursive: true });
    await writeFile(join(folder, app, "index.html"), `<title>${app}</title>`);
    await writeFile(join(folder, app, "assets", "app-1a2b.js"), `// ${app}`);
  }
  await writeFile(join(folder, "loader", "loader.js"), "// loader");
  await writeFile(join(folder, "private.txt"), "not for the web");
  const logger = createLogger({ level: "debug", destination: { write: (line) => void log.push(line) } });
  server = await createHttpServer({ logger, metrics, https: false });
  registerHealth(server, { ready: () => ready, metrics });
  await registerPages(server, {
    folder,
    channel: (id) =>
      Promise.resolve(
        id === "demo" ? { origins: ["https://shop.example", "https://x.example; script-src *"] } : undefined,
      ),
    imageOrigins: () => ["http://127.0.0.1:8090"],
    demo: () => Promise.resolve({ channelId: "demo" }),
  });
  server.post("/echo", async (request) => parseBody(z.object({ name: z.string().max(10) }), request.body));
  server.get("/secret-failure", () => {
    throw new Error("password is hunter2");
  });
  server.get("/busy", () => {
    throw new CodedError("queue_full", "Too many messages are waiting.", { retryAfterMs: 1500 });
  });
  server.get("/limited", { config: perMinute(2) }, () => "ok");
  server.get("/logs", async (request) => {
    request.log.info({ token: "t0ken", deep: { password: "p4ss", deeper: { apiToken: "4pi" } } }, "entry");
    return {};
  });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const policy = async (url: string) =>
  String((await server.inject(url)).headers["content-security-policy"]).split("; ");

describe("errors", () => {
  test.each([
    ["GET", "/nowhere", 404, "not_found"],
    ["GET", "/preview/other", 404, "channel_unknown"],
    ["GET", "/%zz", 400, "request_invalid"],
    ["GET", "/busy", 429, "queue_full"],
    ["GET", "/secret-failure", 500, "internal"],
  ] as const)("%s %s answers %i %s", async (method, url, status, code) => {
    const answer = await server.inject({ method, url });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({ error: { code, message: expect.any(String) } });
    expect(answer.body).not.toContain("hunter2");
  });

  test("a busy answer says when to come back", async () => {
    expect((await server.inject("/busy")).headers["retry-after"]).toBe("2");
  });

  test("a body that is malformed, wrong or too large is refused", async () => {
    const post = (payload: string) =>
      server.inject({
        method: "POST",
        url: "/echo",
        headers: { "content-type": "application/json" },
        payload,
      });
    expect((await post('{"name":')).json()).toMatchObject({ error: { code: "request_invalid" } });
    expect((await post('{"name":1}')).json()).toMatchObject({
      error: { code: "request_invalid", message: "These fields cannot be read: name." },
    });
    const large = await post(JSON.stringify({ name: "x".repeat(2 * 1024 * 1024) }));
    expect([large.statusCode, large.json()]).toMatchObject([413, { error: { code: "request_too_large" } }]);
    expect((await post('{"name":{"length":{"valueOf":null,"toString":1}}}')).json()).toMatchObject({
      error: { code: "request_invalid" },
    });
    expect((await post('{"name":"a","more":1}')).json()).toEqual({ name: "a" });
  });

  test("an address that asks too often is told to wait", async () => {
    await server.inject("/limited");
    await server.inject("/limited");
    const answer = await server.inject("/limited");
    expect([answer.statusCode, answer.json()]).toMatchObject([429, { error: { code: "too_many_requests" } }]);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  });
});

describe("pages", () => {
  test("HEAD / answers 200: Zendesk asks it of a webhook's host", async () => {
    expect((await server.inject({ method: "HEAD", url: "/" })).statusCode).toBe(200);
  });

  test.each([
    ["/", "<title>preview</title>"],
    ["/preview/demo", "<title>preview</title>"],
    ["/chatbox/demo", "<title>chatbox</title>"],
    ["/chatbox/loader.js", "// loader"],
    ["/assets/chatbox/assets/app-1a2b.js", "// chatbox"],
    ["/console/", "<title>console</title>"],
    ["/console/bots/demo/preferences", "<title>console</title>"],
    ["/console/assets/app-1a2b.js", "// console"],
    ["/api/demo", '{"channelId":"demo"}'],
  ])("%s", async (url, body) => {
    const answer = await server.inject(url);
    expect([answer.statusCode, answer.body]).toEqual([200, body]);
  });

  test.each([
    "/assets/chatbox/../private.txt",
    "/assets/chatbox/%2e%2e/private.txt",
    "/assets/chatbox/..%2fprivate.txt",
    "/console/..%2f..%2fpackage.json",
    "/console/assets/%2e%2e%2f%2e%2e%2fprivate.txt",
    "/assets/chatbox/assets/gone.js",
  ])("%s leads nowhere", async (url) => {
    const answer = await server.inject(url);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain("not for the web");
  });

  test("the chatbox may be framed by the channel's origins only", async () => {
    const rules = await policy("/chatbox/demo");
    expect(rules).toContain("frame-ancestors 'self' https://shop.example");
    expect(rules).toContain("script-src 'self'");
    expect(rules).toContain("img-src 'self' data: blob: https: http://127.0.0.1:8090");
    expect(rules.join()).not.toMatch(/unsafe|\*/);
  });

  test.each(["/console/", "/health/live", "/nowhere"])(
    "%s is never framed and runs no inline script",
    async (url) => {
      const rules = await policy(url);
      expect(rules).toContain("frame-ancestors 'none'");
      expect(rules).toContain("default-src 'none'");
      expect(rules.filter((rule) => rule.startsWith("script-src")).join()).not.toContain("unsafe");
    },
  );

  test.each(["/preview/demo", "/"])(
    "%s is framed by our own pages only and runs no inline script",
    async (url) => {
      const rules = await policy(url);
      expect(rules).toContain("frame-ancestors 'self'");
      expect(rules).toContain("script-src 'self'");
      expect(rules.join()).not.toContain("unsafe");
    },
  );

  test("every answer forbids guessing its type", async () => {
    const { headers } = await server.inject("/chatbox/demo");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBeUndefined();
  });
});

describe("health, metrics and log", () => {
  test("ready only when it is", async () => {
    expect((await server.inject("/health/live")).statusCode).toBe(200);
    expect((await server.inject("/health/ready")).statusCode).toBe(503);
    ready = true;
    expect((await server.inject("/health/ready")).statusCode).toBe(200);
  });

  test("requests and errors are counted by route and code", async () => {
    await server.inject("/preview/demo");
    await server.inject("/nowhere");
    const { body } = await server.inject("/metrics");
    expect(body).toMatch(
      /^http_requests_total\{method="GET",route="\/preview\/:channelId",status="200"\} \d+$/m,
    );
    expect(body).toMatch(/^http_errors_total\{code="not_found"\} \d+$/m);
  });

  test("the log has routes, not addresses, and masks secrets by name", async () => {
    await server.inject("/preview/demo?token=abc123");
    await server.inject("/logs");
    const written = log.join("");
    expect(written).toContain('"route":"/preview/:channelId"');
    expect(written).toContain('"msg":"entry"');
    expect(written).not.toMatch(/abc123|t0ken|p4ss|4pi/);
  });
});
