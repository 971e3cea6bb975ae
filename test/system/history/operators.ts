/** The operators' side: they find a conversation by its words, write, send files and end sessions. */
import { z } from "zod";
import type { ZendeskEmulator } from "../../../emulator/index.ts";
import type { History } from "./history.ts";

export interface Operators {
  /** The conversation at Zendesk in which this text stands by now. */
  readonly conversationWith: (text: string) => string | undefined;
  /** What Zendesk refuses (no ticket yet, session over) was not said. */
  readonly reply: (conversationId: string, text: string) => Promise<void>;
  readonly sendFile: (conversationId: string, name: string) => Promise<void>;
  readonly typing: (conversationId: string) => Promise<void>;
  readonly end: (conversationId: string, how: "end-session" | "close") => Promise<void>;
  /** What Zendesk took. */
  readonly written: () => History["operators"];
}

const posted = z.object({ request: z.object({ content: z.object({ text: z.string() }) }) });

export function createOperators(emulator: ZendeskEmulator): Operators {
  const written: History["operators"][number][] = [];
  const placeOf = new Map<string, string>();
  let read = 0;

  function readOn(): void {
    for (const entry of emulator.ledger()) {
      if (entry.seq <= read) continue;
      read = entry.seq;
      const conversationId = /\/conversations\/([^/]+)\/messages$/u.exec(entry.path)?.[1];
      const { data } = posted.safeParse(entry);
      // The history of a later handoff repeats it: the newest place counts.
      if (conversationId !== undefined && data !== undefined)
        placeOf.set(data.request.content.text, conversationId);
    }
  }

  async function act(action: string, body: object): Promise<boolean> {
    const answer = await fetch(`${emulator.url}/_emulator/agent/${action}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    await answer.arrayBuffer();
    if (!answer.ok && answer.status !== 404 && answer.status !== 422)
      throw new Error(`operator ${action}: ${answer.status}`);
    return answer.ok;
  }

  return {
    conversationWith: (text) => {
      readOn();
      return placeOf.get(text);
    },
    reply: async (conversationId, text) => {
      if (await act("reply", { conversationId, text })) written.push({ conversationId, text });
    },
    sendFile: async (conversationId, name) => {
      const base64 = Buffer.from(`%PDF-1.4\n${name}\n`).toString("base64");
      const file = { name, mediaType: "application/pdf", base64 };
      if (await act("reply", { conversationId, file })) written.push({ conversationId, text: name });
    },
    typing: async (conversationId) => {
      await act("typing", { conversationId });
    },
    end: async (conversationId, how) => {
      await act(how, { conversationId });
    },
    written: () => written,
  };
}
