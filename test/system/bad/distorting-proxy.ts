/** Stands before the emulator and distorts what it answers. What is asked arrives unchanged. */
import { createServer, request as forward } from "node:http";
import type { Random } from "../history/random.ts";
import { distort, toBytes } from "./distort.ts";

export interface DistortingProxy {
  readonly url: string;
  /** From now on: this share of the JSON answers that `which` chooses is distorted. */
  readonly distort: (share: number, which?: (method: string, path: string) => boolean) => void;
  /** How many answers were distorted, by what was asked. */
  readonly distorted: () => ReadonlyMap<string, number>;
  readonly close: () => Promise<void>;
}

/** Statuses that come with a readable answer all the same. */
const statuses = [
  200, 201, 204, 206, 299, 301, 304, 400, 401, 404, 409, 418, 422, 423, 429, 500, 503, 599,
] as const;

export async function startDistortingProxy(target: string, random: Random): Promise<DistortingProxy> {
  const { host, hostname, port } = new URL(target);
  let share = 0;
  let chosen = (_method: string, _path: string) => true;
  const counts = new Map<string, number>();

  const server = createServer((asked, answer) => {
    const { method = "GET", url = "/" } = asked;
    const headers = { ...asked.headers, host };
    const onward = forward({ hostname, port, method, path: url, headers }, (given) => {
      const chunks: Buffer[] = [];
      given.on("data", (chunk: Buffer) => chunks.push(chunk));
      given.on("end", () => {
        const whole = Buffer.concat(chunks);
        const isJson = given.headers["content-type"]?.includes("json") === true && whole.length > 0;
        const status = given.statusCode ?? 502;
        const { "content-length": _, ...others } = given.headers;
        if (!isJson || !chosen(method, url) || !random.chance(share)) {
          answer.writeHead(status, { ...others, "content-length": whole.length }).end(whole);
          return;
        }
        const name = `${method} ${nameOf(url)}`;
        counts.set(name, (counts.get(name) ?? 0) + 1);
        const body = random.chance(0.005)
          ? Buffer.alloc(10 * 1024 * 1024, " ")
          : toBytes(distort(JSON.parse(whole.toString()), random), random);
        const shown = random.chance(0.06) ? random.pick(statuses) : status;
        const bare = shown === 204 || shown === 304;
        answer
          .writeHead(shown, { ...others, ...(bare ? {} : { "content-length": body.length }) })
          .end(bare ? undefined : body);
      });
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    distort: (next, which = () => true) => {
      share = next;
      chosen = which;
    },
    distorted: () => counts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The path without ids and query. */
function nameOf(url: string): string {
  return (url.split("?")[0] ?? "")
    .split("/")
    .map((part) => (/\d/.test(part) && !/^v\d$/.test(part) ? "{}" : part))
    .join("/");
}
