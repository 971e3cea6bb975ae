import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface Upgrades {
  /** Requests to become a websocket at this path. */
  readonly at: (path: string, handle: Upgrade) => void;
}

/** Hands upgrade requests to the path they ask for; all others are refused. One per server. */
export function createUpgrades(server: FastifyInstance): Upgrades {
  const paths = new Map<string, Upgrade>();
  server.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node has let go of the socket: without a listener, a peer that breaks off now would end the process.
    socket.on("error", () => socket.destroy());
    const path = (request.url ?? "").replace(/\?.*$/s, "");
    const handle = paths.get(path);
    if (handle === undefined) refuseUpgrade(socket, 404, "Not Found");
    else handle(request, socket, head);
  });
  return { at: (path, handle) => void paths.set(path, handle) };
}

/** Node's own limits no longer watch the socket: it is let go at once, whether or not the peer closes its side. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}
