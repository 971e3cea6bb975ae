/** Takes the account's webhooks on this machine, where a tunnel leads them, and keeps what came. */
import { createServer } from "node:http";
import { listAt, textAt } from "./read.ts";

export interface Received {
  readonly at: number;
  /** `POST /hook`; only `HEAD` and `GET` have no event. */
  readonly method: string;
  readonly path: string;
  readonly hasSecret: boolean;
  /** The answer it got. */
  readonly status: number;
  readonly events: readonly ReceivedEvent[];
}

export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly event: unknown;
}

export interface Listener {
  /** Where Zendesk reaches it. */
  readonly publicUrl: string;
  readonly received: () => readonly Received[];
  /** Requests without this secret are kept and answered with 401. */
  readonly expectSecret: (secret: string) => void;
  /** The next event that `which` chooses is answered with 503 once. */
  readonly refuseOnce: (which: (event: ReceivedEvent) => boolean) => void;
  readonly close: () => Promise<void>;
}

const mostBytes = 1024 * 1024;
const mostKept = 1_000;

export async function startListener(
  port: number,
  publicUrl: (port: number) => string,
  now: () => number,
): Promise<Listener> {
  const received: Received[] = [];
  let secret: string | undefined;
  let refused: ((event: ReceivedEvent) => boolean) | undefined;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > mostBytes) request.destroy();
      else chunks.push(chunk);
    });
    request.on("end", () => {
      const { method = "", url = "" } = request;
      const isPost = method === "POST";
      const hasSecret = secret !== undefined && request.headers["x-api-key"] === secret;
      const events = isPost ? eventsOf(Buffer.concat(chunks).toString("utf8")) : [];
      const refuse = refused !== undefined && events.some(refused);
      if (refuse) refused = undefined;
      const status = !isPost ? 200 : !hasSecret ? 401 : refuse ? 503 : 200;
      if (received.length < mostKept)
        received.push({ at: now(), method, path: url, hasSecret, status, events });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    publicUrl: publicUrl(typeof address === "object" && address !== null ? address.port : port),
    received: () => received,
    expectSecret: (expected) => {
      secret = expected;
    },
    refuseOnce: (which) => {
      refused = which;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function eventsOf(body: string): readonly ReceivedEvent[] {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    // Not an event of Zendesk's: kept as a request without any.
    return [];
  }
  return listAt(json, "events").map((event) => ({
    id: textAt(event, "id") ?? "",
    type: textAt(event, "type") ?? "",
    event,
  }));
}
