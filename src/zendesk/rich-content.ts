/** What operators send besides text and files (macros, automatic messages): cards, places, forms, choices (zendesk.md §4). */
import * as z from "zod";
import type { Choice } from "../conversation/model.ts";
import { safeParse } from "../protocol/safe-parse.ts";
import type { DeskAction, DeskCard, DeskContent } from "./desk.ts";
import { shortened } from "./lengths.ts";
import { fieldsOf, listOf } from "./list-of.ts";
import { safeHref } from "./written-links.ts";

/** Zendesk shows at most ten cards and ten actions; what is beyond did not come from it. */
const most = 20;
/** Longest title, label or description that is taken over whole. */
const longest = 1_000;

const words = z
  .string()
  .transform((text) => shortened(text.trim(), longest))
  .catch("");

const listed = <Entry>(entry: z.ZodType<Entry>) => listOf(entry, most).catch([]);

/** What goes back with an answer: nothing that would make our message too large for Zendesk (zendesk.md §2). */
const payload = z.string().max(10_000).optional().catch(undefined);
const metadata = fieldsOf(z.union([z.string(), z.number(), z.boolean()]))
  .refine((fields) => JSON.stringify(fields).length <= 2_000)
  .optional()
  .catch(undefined);
/** In cents. */
const price = z.number().optional().catch(undefined);
const uri = z.string().optional().catch(undefined);

const action = z
  .object({ type: words, text: words, uri, fallback: uri, payload, metadata, amount: price, currency: words })
  .transform(toAction)
  .pipe(z.custom<DeskAction>((value) => value !== undefined));

type RawAction = Record<"type" | "text" | "currency", string> &
  Partial<Record<"uri" | "fallback" | "payload", string | undefined>> & {
    readonly amount?: number | undefined;
    readonly metadata?: Choice["metadata"] | undefined;
  };

/** The kinds of buttons: zendesk.md §4. A webview is a page in a window of the channel, which we are not: its fallback. */
function toAction(raw: RawAction): DeskAction | undefined {
  const address = raw.type === "webview" ? (raw.fallback ?? raw.uri) : raw.uri;
  const href = address === undefined ? undefined : safeHref(address);
  if (href !== undefined) return { kind: "link", label: raw.text || href, href };
  if (raw.text === "") return undefined;
  if (raw.type === "reply" || raw.type === "postback") {
    return {
      kind: "answer",
      label: raw.text,
      ...(raw.payload !== undefined && { payload: raw.payload }),
      ...(raw.metadata && { metadata: raw.metadata }),
    };
  }
  const cost = raw.amount === undefined ? "" : ` (${raw.amount / 100} ${raw.currency.toUpperCase()})`;
  return { kind: "other", label: `${raw.text}${cost}` };
}

const actions = listed(action);

const card = z
  .object({ title: words, description: words, mediaUrl: z.string().optional().catch(undefined), actions })
  .transform(({ title, description, mediaUrl, actions: offered }): DeskCard => {
    const address = mediaUrl === undefined ? undefined : safeHref(mediaUrl);
    // A private file of the account opens for nobody without its credentials.
    const isPrivate = address !== undefined && new URL(address).pathname.startsWith("/sc/");
    return {
      title,
      ...(description === "" ? {} : { description }),
      ...(address === undefined ? {} : isPrivate ? { hasPrivatePicture: true } : { picture: address }),
      actions: offered,
    };
  });

const degrees = z.number().min(-180).max(180);
const schemas = {
  cards: z.object({ text: words, items: listed(card), actions }),
  place: z.object({
    text: words,
    coordinates: z.object({ lat: degrees, long: degrees }),
    location: z.object({ name: words, address: words }).catch({ name: "", address: "" }),
  }),
  form: z.object({
    text: words,
    fields: listed(z.object({ label: words, name: words }).transform(({ label, name }) => label || name)),
  }),
};

/** The answers that a message offers below its text. */
export function offeredActions(content: unknown): readonly DeskAction[] {
  return safeParse(z.object({ actions }), content).data?.actions ?? [];
}

/** Undefined for a kind that is not known, or whose body has nothing to show. */
export function richContent(kind: string, content: unknown): DeskContent | undefined {
  if (kind === "carousel" || kind === "list") {
    const read = safeParse(schemas.cards, content).data;
    if (read === undefined || read.items.length === 0) return undefined;
    return { type: "cards", text: read.text, cards: read.items, actions: read.actions };
  }
  if (kind === "location") {
    const read = safeParse(schemas.place, content).data;
    if (read === undefined) return undefined;
    const { lat, long } = read.coordinates;
    return { type: "place", text: read.text, ...read.location, latitude: lat, longitude: long };
  }
  if (kind === "form") {
    const read = safeParse(schemas.form, content).data;
    const labels = read?.fields.filter((label) => label !== "") ?? [];
    return labels.length === 0 ? undefined : { type: "form", text: read?.text ?? "", labels };
  }
  return undefined;
}
