/** Websockets that send bytes as they are, opened anew whenever the server closes one. */
import { WebSocket } from "ws";
import * as z from "zod";

const Given = z.object({ type: z.string(), code: z.string().optional() });

/** The server's ways to say no; 1011 would be a failure of its own. */
const polite = new Set([1000, 1002, 1003, 1007, 1008, 1009, 4099]);

export function rawSockets(server: string, token: string, codes: readonly string[]) {
  const idle: WebSocket[] = [];

  async function open(): Promise<WebSocket> {
    const socket = new WebSocket(`${server.replace("http", "ws")}/api/chat`, { origin: server });
    socket.on("error", () => {});
    await new Promise<void>((resolve, reject) => socket.once("open", () => resolve()).once("error", reject));
    socket.send(JSON.stringify({ type: "hello", token, revision: 0 }));
    return socket;
  }

  return {
    /** What became of the frame: told by what comes before the answer to a ping, or by the socket's end. */
    send: async (bytes: Buffer, binary: boolean): Promise<string> => {
      const socket = idle.pop() ?? (await open());
      const answers: string[] = [];
      return new Promise((resolve, reject) => {
        const done = (settle: () => void) => {
          socket.off("message", hear).off("close", end);
          settle();
        };
        const hear = (data: Buffer) => {
          const { type, code } = Given.parse(JSON.parse(data.toString()));
          if (type === "pong") {
            idle.push(socket);
            return done(() => resolve(answers.join(" ") || "without an answer"));
          }
          if (code !== undefined && !codes.includes(code))
            return done(() => reject(new Error(`refused with ${code}, which is not in the table`)));
          if (type === "ack" || type === "rejected")
            answers.push(code === undefined ? type : `${type}: ${code}`);
        };
        const end = (code: number, reason: Buffer) =>
          done(() =>
            polite.has(code)
              ? resolve(`closed the socket with ${code} ${reason.toString()}`.trimEnd())
              : reject(
                  new Error(`the socket was closed with ${code} after ${bytes.toString().slice(0, 300)}`),
                ),
          );
        socket.on("message", hear).on("close", end);
        socket.send(bytes, { binary });
        socket.send(JSON.stringify({ type: "ping" }));
      });
    },
    close: () => {
      for (const socket of idle) socket.terminate();
    },
  };
}
