/** Serves the built pages of operators and admins. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const built = fileURLToPath(new URL("../../dist/emulator", import.meta.url));
const MISSING =
  "The pages of the emulator are not built yet. Run npm install, or node scripts/build-pages.ts, and load this page again.";

export function pageRoutes(server: FastifyInstance): void {
  if (existsSync(built))
    server.register(fastifyStatic, { root: built, prefix: "/_emulator/pages/", index: false });
  for (const path of ["/agent", "/agent/*", "/admin", "/admin/*", "/inspector", "/inspector/*"])
    server.get(path, async (_request, reply) => {
      const page = join(built, "index.html");
      if (!existsSync(page)) return reply.code(503).type("text/plain; charset=utf-8").send(MISSING);
      return reply
        .header("cache-control", "no-cache")
        .header("x-frame-options", "DENY")
        .type("text/html; charset=utf-8")
        .send(await readFile(page));
    });
  server.get("/", async (_request, reply) => reply.redirect("/agent", 302));
}
