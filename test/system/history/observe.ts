/** Makes a history of what stands in the emulator and in the chatboxes. */
import { z } from "zod";
import type { ZendeskEmulator } from "../../../emulator/index.ts";
import { operatorTexts } from "../../../src/bot/texts.ts";
import type { Chatbox } from "./chatbox.ts";
import type { DeskConversation, DeskMessage, History, VisitorHistory } from "./history.ts";

/** One visitor's tabs. */
export interface Observed {
  readonly tabs: readonly Chatbox[];
}

/** Whose handoff it is, as our own store has it. */
export type HandoffOf = (
  handoffId: string,
) => Promise<{ readonly conversationId: string; readonly number: number } | undefined>;

export interface Sources {
  readonly emulator: ZendeskEmulator;
  readonly visitors: readonly Observed[];
  readonly handoffOf: HandoffOf;
  readonly operators: History["operators"];
}

export async function observe({ emulator, visitors, handoffOf, operators }: Sources): Promise<History> {
  const writes = writesOf(emulator);
  const unannounced = unannouncedIn(emulator);
  const ids = new Set(visitors.map(({ tabs }) => tabs[0]?.conversationId));
  const conversations: DeskConversation[] = [];
  for (const { id, handoffId } of writes.opened) {
    const handoff = await handoffOf(handoffId);
    if (handoff !== undefined && !ids.has(handoff.conversationId)) continue;
    conversations.push({
      id,
      handoffId,
      visitor: handoff?.conversationId ?? "nobody",
      number: handoff?.number ?? 0,
      messages: (await messagesOf(emulator, id)).map((raw) => deskMessage(raw, unannounced)),
    });
  }
  const here = new Set(conversations.map(({ handoffId }) => handoffId));
  const known = new Set(conversations.map(({ id }) => id));
  return {
    visitors: visitors.flatMap(visitorHistory),
    conversations,
    accepted: writes.keys.filter(({ key }) => here.has(key.split(".")[0] ?? "")),
    operators: operators.filter(({ conversationId }) => known.has(conversationId)),
  };
}

function visitorHistory({ tabs }: Observed): VisitorHistory[] {
  const [first] = tabs;
  if (first === undefined) return [];
  return [
    {
      id: first.conversationId,
      said: tabs.flatMap((tab) => tab.said()),
      tabs: tabs.map((tab) => tab.shown()),
    },
  ];
}

// ── What programs wrote ─────────────────────────────────────────────────────────────────────────────────

const openedSchema = z.object({
  request: z.object({ metadata: z.object({ zlcHandoff: z.string() }) }),
  response: z.object({ conversation: z.object({ id: z.string() }) }),
});
const postedSchema = z.object({ request: z.object({ metadata: z.object({ zlcKey: z.string() }) }) });

/** Conversations we opened and deliveries that were taken, both in their order. */
export function writesOf(emulator: ZendeskEmulator) {
  const opened: { readonly id: string; readonly handoffId: string }[] = [];
  const keys: { readonly key: string; readonly circumstances: string }[] = [];
  for (const entry of emulator.ledger()) {
    if (entry.method !== "POST" || entry.status >= 300) continue;
    if (entry.path.endsWith("/conversations")) {
      const { request, response } = openedSchema.parse(entry);
      opened.push({ id: response.conversation.id, handoffId: request.metadata.zlcHandoff });
    } else if (entry.path.endsWith("/messages")) {
      const posted = postedSchema.safeParse(entry);
      const circumstances = `${new Date(entry.at).toISOString()} ${entry.fault?.action ?? "without fault"}`;
      if (posted.success) keys.push({ key: posted.data.request.metadata.zlcKey, circumstances });
    }
  }
  return { opened, keys };
}

// ── What stands in a conversation ───────────────────────────────────────────────────────────────────────

const messageSchema = z.looseObject({
  id: z.string(),
  author: z.object({ type: z.string(), displayName: z.string().nullish() }),
  content: z.looseObject({
    text: z.string().nullish(),
    altText: z.string().nullish(),
    mediaUrl: z.string().nullish(),
  }),
  source: z.object({ type: z.string() }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  activity: z.unknown().optional(),
});
type RawMessage = z.infer<typeof messageSchema>;
const pageSchema = z.object({
  messages: z.array(messageSchema),
  meta: z.object({ hasMore: z.boolean().optional(), beforeCursor: z.string().nullish() }).optional(),
});

const notes = new Set(Object.values(operatorTexts).flatMap(({ note }) => Object.values(note)));

async function messagesOf(emulator: ZendeskEmulator, conversationId: string): Promise<RawMessage[]> {
  const { appId, keyId, keySecret } = emulator.credentials();
  const authorization = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString("base64")}`;
  let all: RawMessage[] = [];
  let before: string | undefined;
  for (;;) {
    const query = `page[size]=100${before === undefined ? "" : `&page[before]=${before}`}`;
    const answer = await fetch(
      `${emulator.url}/sc/v2/apps/${appId}/conversations/${conversationId}/messages?${query}`,
      { headers: { authorization } },
    );
    // A handoff that failed takes its conversation back.
    if (answer.status === 404) return [];
    if (!answer.ok) throw new Error(`messages of ${conversationId}: ${answer.status}`);
    const { messages, meta } = pageSchema.parse(await answer.json());
    all = [...messages, ...all];
    if (meta?.hasMore !== true || typeof meta.beforeCursor !== "string") return all;
    before = meta.beforeCursor;
  }
}

function deskMessage(raw: RawMessage, unannounced: ReadonlySet<string>): DeskMessage {
  const { id, author, content, metadata, source } = raw;
  const key = metadata?.["zlcKey"];
  const saidAt = metadata?.["zlcSaidAt"];
  const byUs = source?.type === "api:conversations" || typeof key === "string";
  const text = content.text ?? "";
  return {
    id,
    from: byUs ? "us" : raw.activity === undefined && author.type === "business" ? "operator" : "zendesk",
    kind: kindOf(byUs, key, text),
    author: author.type === "user" ? "visitor" : "business",
    ...(typeof author.displayName === "string" && { name: author.displayName }),
    text: [content.altText ?? fileName(content.mediaUrl), text].filter(Boolean).join(" "),
    ...(typeof key === "string" && { key }),
    ...(typeof saidAt === "string" && { saidAt: Date.parse(saidAt) }),
    ...(unannounced.has(id) && { unannounced: true }),
  };
}

/** The opening has the third place of every lane (docs/spec/conversation.md, CV6). */
function kindOf(byUs: boolean, key: unknown, text: string): DeskMessage["kind"] {
  if (byUs && typeof key === "string" && key.endsWith(".2")) return "opening";
  return byUs && notes.has(text) ? "note" : "said";
}

function fileName(mediaUrl: string | null | undefined): string {
  return mediaUrl === null || mediaUrl === undefined
    ? ""
    : decodeURIComponent(new URL(mediaUrl).pathname.split("/").at(-1) ?? "");
}

// ── What webhooks told ──────────────────────────────────────────────────────────────────────────────────

const eventsSchema = z.object({
  events: z.array(z.unknown()),
});
const aboutMessage = z.object({ payload: z.object({ message: z.object({ id: z.string() }) }) });

/** Messages of which no webhook got through: given up, or still waiting for others to overtake it. */
function unannouncedIn(emulator: ZendeskEmulator): ReadonlySet<string> {
  const untold = new Set<string>();
  const told = new Set<string>();
  for (const { body, state } of emulator.deliveries()) {
    for (const event of eventsSchema.safeParse(body).data?.events ?? []) {
      const about = aboutMessage.safeParse(event);
      if (about.success) (state === "delivered" ? told : untold).add(about.data.payload.message.id);
    }
  }
  return new Set([...untold].filter((id) => !told.has(id)));
}
