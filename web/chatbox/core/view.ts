/** What the chatbox shows, as plain values: the core makes it, the pages draw it. */
import type { Session, Status, WireMessage } from "../../../src/protocol/chat.ts";
import { richTextFromPlain } from "../../../src/protocol/rich-text.ts";
import type { OutboxEntry } from "./outbox.ts";

/** `rejected`: the server refused it; the visitor may change his mind. `failed`: it will not reach the operator. */
export type ItemState = "sending" | "sent" | "delivered" | "failed" | "rejected";

export interface Item {
  /** The same before and after the server took it, so that what is on the screen stays in place. */
  readonly key: string;
  readonly at: number;
  readonly author: WireMessage["author"];
  readonly content: WireMessage["content"];
  /** The visitor's own messages only. */
  readonly state?: ItemState;
  /** Why it failed or was rejected, in the visitor's words. */
  readonly reason?: string;
  readonly late?: boolean;
  readonly clientId?: string;
}

/** A file on its way to the server. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** 0 to 1. */
  readonly progress: number;
  /** What went wrong, in the visitor's words. */
  readonly problem?: string;
}

export interface ChatView {
  /** `refused`: the server will not open this chat. */
  readonly phase: "loading" | "ready" | "refused";
  readonly session?: Session;
  /** `lost` only when a break lasts long enough to be worth a word. */
  readonly connection: "connecting" | "open" | "lost";
  readonly status: Status;
  readonly items: readonly Item[];
  /** Midnight at which the present day began, in the reader's time zone. */
  readonly today: number;
  readonly uploads: readonly Upload[];
  readonly typing?: { readonly name?: string };
  /** Leaving the operator was asked for and has not happened yet. */
  readonly leaving: boolean;
}

/** The transcript, with what was rejected where it was written, and at the end what is on its way. */
export function itemsOf(messages: readonly WireMessage[], entries: readonly OutboxEntry[]): Item[] {
  const items: Item[] = [];
  const rejected = entries.filter(({ state }) => state === "rejected");
  for (const message of messages) {
    while ((rejected[0]?.afterSeq ?? message.seq) < message.seq) {
      items.push(...rejected.splice(0, 1).map(itemFromEntry));
    }
    items.push(itemFromMessage(message));
  }
  items.push(...rejected.map(itemFromEntry));
  items.push(...entries.filter(({ state }) => state !== "rejected").map(itemFromEntry));
  return items;
}

const itemOf = new WeakMap<WireMessage, Item>();

/** The same object for the same message, so that nothing is drawn again without need. */
function itemFromMessage(message: WireMessage): Item {
  const known = itemOf.get(message);
  if (known !== undefined) return known;
  const { at, author, content, clientId, delivery, failure, late } = message;
  const item: Item = {
    key: clientId ?? `m${message.seq}`,
    at,
    author,
    content,
    ...(author.type === "visitor" ? { state: delivery ?? "sent" } : {}),
    ...(failure === undefined ? {} : { reason: failure }),
    ...(late === undefined ? {} : { late }),
    ...(clientId === undefined ? {} : { clientId }),
  };
  itemOf.set(message, item);
  return item;
}

function itemFromEntry(entry: OutboxEntry): Item {
  const { content, file } = entry;
  return {
    key: entry.clientId,
    at: entry.at,
    author: { type: "visitor" },
    clientId: entry.clientId,
    state: entry.state === "waiting" ? "sending" : entry.state === "acknowledged" ? "sent" : "rejected",
    ...(entry.rejection === undefined ? {} : { reason: entry.rejection }),
    content:
      content.type !== "file"
        ? {
            type: "text",
            body: richTextFromPlain(content.type === "text" ? content.text : (entry.label ?? "")),
          }
        : {
            type: "file",
            name: "",
            mediaType: "",
            image: false,
            url: "",
            ...file,
            fileId: content.fileId,
            ...(content.caption === undefined ? {} : { caption: content.caption }),
          },
  };
}
