/** Stands before the emulator and distorts what it answers. What is asked arrives unchanged. */
import { createServer, request as forward } from "node:http";
import type { Random } from "../history/random.ts";
import { createDistort, toBytes } from "./distort.ts";
import { createEndless } from "./endless.ts";

export interface DistortingProxy {
  readonly url: string;
  /** From now on: this share of the JSON answers that `which` chooses is distorted. */
  readonly distort: (share: number, which?: (method: string, path: string) => boolean) => void;
  /** How many answers were distorted, by what was asked. */
  readonly distorted: () => ReadonlyMap<string, number>;
  /** How many requests there were. */
  readonly asked: () => number;
  readonly close: () => Promise<void>;
}

/** Statuses that come with a readable answer all the same. */
const statuses = [
  200, 201, 204, 206, 299, 301, 304, 400, 401, 404, 409, 418, 422, 423, 429, 500, 503, 599,
] as const;

/** Below what is read of an answer: more is refused unread. */
const mostBytes = 6 * 1024 * 1024;
/** One list in so many has no end. */
const endlessShare = 0.1;

/** @param endlessPages how many pages of a list are told that never ends: more than anybody should ask for */
export async function startDistortingProxy(
  target: string,
  random: Random,
  endlessPages: number,
): Promise<DistortingProxy> {
  const { host, hostname, port } = new URL(target);
  let share = 0;
  let asks = 0;
  let chosen = (_method: string, _path: string) => true;
  const counts = new Map<string, number>();
  const distort = createDistort(random.fork(), mostBytes);
  const endless = createEndless(random.fork(), endlessPages);

  function spoilt(name: string, list: string, body: Buffer): Buffer {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const right: unknown = JSON.parse(body.toString());
    if (random.chance(endlessShare)) return Buffer.from(JSON.stringify(endless.begin(list, right)));
    if (random.chance(0.005)) return Buffer.alloc(10 * 1024 * 1024, " ");
    return toBytes(distort(right), random);
  }

  const server = createServer((asked, answer) => {
    const { method = "GET", url = "/" } = asked;
    const name = `${method} ${nameOf(url)}`;
    asks += 1;
    const [list = "/"] = url.split("?");
    const page = endless.pageOf(list, !/page(?:\[|%5B)(?:after|before)/i.test(url));
    if (page !== undefined) {
      answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(page));
      return;
    }
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
        const body = spoilt(name, list, whole);
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
    asked: () => asks,
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
