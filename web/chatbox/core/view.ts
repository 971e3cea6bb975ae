/** What the chatbox shows, as plain values: the core makes it, the pages draw it. */
import type { Session, Status, WireMessage } from "../../../src/protocol/chat.ts";
import { inDisplayOrder } from "../../../src/protocol/display-order.ts";
import { plainFromRichText, richTextFromPlain } from "../../../src/protocol/rich-text.ts";
import type { OutboxEntry } from "./outbox.ts";
import type { Transcript } from "./transcript.ts";

/** `rejected`: the server refused it; the visitor may change his mind. `failed`: it will not reach the operator. */
export type ItemState = "sending" | "sent" | "delivered" | "failed" | "rejected";

export interface Item {
  /** The same before and after the server took it, so that what is on the screen stays in place. */
  readonly key: string;
  /** As soon as the server took it. */
  readonly seq?: number;
  readonly at: number;
  readonly author: WireMessage["author"];
  readonly content: WireMessage["content"];
  /** The visitor's own messages only. */
  readonly state?: ItemState;
  /** Why it failed or was rejected, in the visitor's words. */
  readonly reason?: string;
  /** It failed and the server may send it once more. */
  readonly retryable?: boolean;
  readonly late?: boolean;
  /** It was overtaken on its way and stands above what came before it. */
  readonly overtaken?: boolean;
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
  /** Going on waiting was chosen and the server has not heard it yet. */
  readonly waiting: boolean;
}

/** The transcript, with what was rejected where it was written, and at the end what is on its way. */
export function itemsOf(
  { messages, status }: Pick<Transcript, "messages" | "status">,
  entries: readonly OutboxEntry[],
  retried: ReadonlySet<number> = new Set(),
): Item[] {
  const items: Item[] = [];
  const rejected = entries.filter(({ state }) => state === "rejected");
  const shown = inDisplayOrder(messages);
  const retryableFrom = status.mode === "bot" ? Number.POSITIVE_INFINITY : handoffBegan(messages);
  for (const [index, message] of shown.entries()) {
    const { seq, above, delivery } = message;
    // What was written after the one below an overtaken one does not come between the two.
    const end = above === undefined ? seq : 0;
    while ((rejected[0]?.afterSeq ?? end) < end) {
      items.push(...rejected.splice(0, 1).map(itemFromEntry));
    }
    const item = itemFromMessage(message);
    if (delivery === "failed" && retried.has(seq)) items.push({ ...item, state: "sending" });
    else if (delivery === "failed" && seq > retryableFrom) items.push({ ...item, retryable: true });
    else items.push(above === undefined ? item : overtaken(item, shown.slice(index)));
  }
  items.push(...rejected.map(itemFromEntry));
  items.push(...entries.filter(({ state }) => state !== "rejected").map(itemFromEntry));
  return items;
}

/** What failed in an earlier livechat cannot be sent to this one any more. */
function handoffBegan(messages: readonly WireMessage[]): number {
  return messages.findLast(beginsHandoff)?.seq ?? 0;
}

function beginsHandoff({ content }: Pick<Item, "content">): boolean {
  return content.type === "notice" && content.notice === "connecting";
}

/** When it was written nobody knows here, but not after what stands below it. */
function overtaken(item: Item, fromHere: readonly WireMessage[]): Item {
  const below = fromHere.find(({ above }) => above === undefined);
  return below === undefined || below.seq > (item.seq ?? 0)
    ? item
    : { ...item, at: below.at, overtaken: true };
}

/** How much the bot and the operators have said; notices are no messages to count. */
export function saidByOthers(items: readonly Item[]): number {
  return items.filter(({ author: { type } }) => type === "operator" || type === "bot").length;
}

export function choicesOf({ content }: Item): readonly { readonly label: string }[] {
  return (content.type === "text" ? content.choices : undefined) ?? [];
}

/** The message whose choices can be taken: the operator's newest in this livechat, as long as none of them was. */
export function openOffer(items: readonly Item[], { mode }: Status): Item | undefined {
  const index = items.findLastIndex(
    (item) =>
      beginsHandoff(item) ||
      choicesOf(item).length > 0 ||
      (item.author.type === "operator" && item.author.automatic !== true),
  );
  const offer = items[index];
  if (mode !== "livechat" || offer === undefined) return undefined;
  const isTaken = items
    .slice(index)
    .some(
      ({ author, state, content }) =>
        author.type === "visitor" &&
        state !== "rejected" &&
        content.type === "text" &&
        choicesOf(offer).some(({ label }) => label.trim() === plainFromRichText(content.body)),
    );
  return isTaken ? undefined : offer;
}

const itemOf = new WeakMap<WireMessage, Item>();

/** The same object for the same message, so that nothing is drawn again without need. */
function itemFromMessage(message: WireMessage): Item {
  const known = itemOf.get(message);
  if (known !== undefined) return known;
  const { seq, at, author, content, clientId, delivery, failure, late } = message;
  const item: Item = {
    key: clientId ?? `m${seq}`,
    seq,
    at,
    author,
    content,
    ...(author.type === "visitor" ? { state: delivery ?? "sent" } : {}),
    ...(failure === undefined ? {} : { reason: failure }),
    ...(late === undefined ? {} : { late }),
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
