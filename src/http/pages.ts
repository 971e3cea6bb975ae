/** The built pages: chatbox, embed script, preview and console, each under its own policy. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { CodedError } from "../errors.ts";
import { chatboxPolicy, consolePolicy, previewPolicy } from "./policies.ts";

export interface PagesPorts {
  /** The folder the pages were bundled into. */
  readonly folder: string;
  readonly channel: (channelId: string) => Promise<{ readonly origins: readonly string[] } | undefined>;
  /** Origins of operators' pictures besides https, e.g. the emulator's. */
  readonly imageOrigins: () => readonly string[];
  /** What the home page shows and links to (`GET /api/demo`). */
  readonly demo: () => Promise<unknown>;
}

export async function registerPages(server: FastifyInstance, ports: PagesPorts): Promise<void> {
  const { folder } = ports;

  await server.register(fastifyStatic, { root: folder, serve: false, index: false, suppressWarning: true });
  // File names under `assets` carry a hash of their content.
  const sendAsset = (reply: FastifyReply, app: string, file: string) =>
    reply.sendFile(
      file,
      join(folder, app),
      file.startsWith("assets/") ? { immutable: true, maxAge: "365d" } : { maxAge: "5m" },
    );
  for (const app of ["chatbox", "preview"]) {
    server.get<{ Params: { "*": string } }>(`/assets/${app}/*`, async (request, reply) =>
      sendAsset(reply, app, request.params["*"]),
    );
  }

  server.get("/", async (_request, reply) => sendPage(reply, "preview", previewPolicy));
  server.get("/api/demo", async () => ports.demo());

  server.get<{ Params: { channelId: string } }>("/preview/:channelId", async (request, reply) => {
    await channelOf(request.params.channelId);
    return sendPage(reply, "preview", previewPolicy);
  });

  server.get("/chatbox/loader.js", async (_request, reply) => {
    reply.header("cross-origin-resource-policy", "cross-origin"); // other sites' pages load it
    reply.header("cache-control", "public, max-age=300");
    return reply.type("text/javascript; charset=utf-8").send(await built("loader", "loader.js"));
  });
  server.get<{ Params: { channelId: string } }>("/chatbox/:channelId", async (request, reply) => {
    const { origins } = await channelOf(request.params.channelId);
    reply.header("cross-origin-resource-policy", "cross-origin"); // other sites' pages frame it
    return sendPage(reply, "chatbox", chatboxPolicy(origins, ports.imageOrigins()));
  });

  server.get("/console", async (_request, reply) => reply.redirect("/console/"));
  // The console's own addresses all lead to its one page; what has an extension is a file of its.
  server.get<{ Params: { "*": string } }>("/console/*", async (request, reply) =>
    /\.\w+$/.test(request.params["*"])
      ? sendAsset(reply, "console", request.params["*"])
      : sendPage(reply, "console", consolePolicy),
  );

  async function channelOf(channelId: string) {
    const channel = await ports.channel(channelId);
    if (channel === undefined) throw new CodedError("channel_unknown", "There is no channel of this name.");
    return channel;
  }

  async function sendPage(reply: FastifyReply, app: "preview" | "chatbox" | "console", policy: string) {
    const page = await built(app, "index.html");
    return reply
      .header("content-security-policy", policy)
      .header("cache-control", "no-cache")
      .type("text/html; charset=utf-8")
      .send(page);
  }

  async function built(app: string, file: string): Promise<string> {
    return readFile(join(folder, app, file), "utf8").catch((error: unknown) => {
      throw new CodedError("not_found", "The pages are not built: run npm run prepare.", { cause: error });
    });
  }
}
