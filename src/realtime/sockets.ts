/** The websocket at `/api/chat`: which connections are let in, kept alive, and closed when the server goes. */
import type { FastifyInstance } from "fastify";
import { type WebSocket, WebSocketServer } from "ws";
import { refuseUpgrade } from "../http/upgrades.ts";
import type { ChatPorts, ChatShared } from "./chat.ts";
import { startSocket } from "./socket.ts";

/** Largest frame taken. A text too long in words must still be refused in words, not by a closed connection. */
const maxFrameBytes = 256 * 1024;
/** Sockets of one address that have not said `hello` yet. */
const maxSilentPerAddress = 100;
/** How long sockets have to finish when the server closes. */
const closeGraceMs = 500;

export function registerSockets(server: FastifyInstance, ports: ChatPorts, shared: ChatShared): void {
  const { limits } = ports;
  const adapter = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
  });
  const silent = new Map<string, number>();
  const unanswered = new WeakSet<WebSocket>();
  ports.metrics.gauge("chat_sockets", "Open websockets.", () => adapter.clients.size);
  const refused = ports.metrics.counter("chat_sockets_refused_total", "Websockets not let in, by reason.");
  let closing = false;

  ports.upgrades.at("/api/chat", (request, socket, head) => {
    const address = request.socket.remoteAddress ?? "";
    const refuse = (status: number, words: string, reason: string) => {
      refused.add({ reason });
      refuseUpgrade(socket, status, words);
    };
    if (closing) return refuse(503, "Service Unavailable", "shutting_down");
    if ((silent.get(address) ?? 0) >= maxSilentPerAddress) {
      return refuse(429, "Too Many Requests", "too_many_requests");
    }
    const forget = countSilent(address);
    socket.once("close", forget);
    shared.origins.knownAnywhere(request.headers).then(
      (known) => {
        if (!known) return refuse(403, "Forbidden", "origin_refused");
        adapter.handleUpgrade(request, socket, head, (accepted) => {
          keepAlive(accepted);
          startSocket(accepted, request.headers, { ...ports, ...shared, log: server.log, onHello: forget });
        });
      },
      (error: unknown) => {
        server.log.error({ err: error }, "origin of a websocket could not be checked");
        refuse(500, "Internal Server Error", "internal");
      },
    );
  });

  /** The answer takes it off the count, once. */
  function countSilent(address: string): () => void {
    silent.set(address, (silent.get(address) ?? 0) + 1);
    let counted = true;
    return () => {
      if (!counted) return;
      counted = false;
      const left = (silent.get(address) ?? 1) - 1;
      if (left === 0) silent.delete(address);
      else silent.set(address, left);
    };
  }

  function keepAlive(socket: WebSocket): void {
    const alive = () => unanswered.delete(socket);
    socket.on("pong", alive);
    socket.on("message", alive);
  }

  const heartbeat = setInterval(() => {
    for (const socket of adapter.clients) {
      if (unanswered.has(socket)) socket.terminate();
      else socket.ping();
      unanswered.add(socket);
    }
  }, limits.heartbeatMs);

  server.addHook("preClose", () => {
    closing = true;
    clearInterval(heartbeat);
    for (const socket of adapter.clients) {
      socket.close(1012, "restarting");
      const kill = setTimeout(() => socket.terminate(), closeGraceMs);
      socket.once("close", () => clearTimeout(kill));
    }
    return Promise.resolve();
  });
}
