/** Messages on the contract with the operator page: what is shown, and what an operator can send. */
import * as z from "zod/mini";

/** A button below a message, or a quick reply; `uri` of a link or web view, `payload` of the others. */
export const Action = z.object({
  type: z.string(),
  text: z.string(),
  uri: z.optional(z.string()),
  payload: z.optional(z.string()),
  default: z.optional(z.boolean()),
});
export type Action = z.infer<typeof Action>;
const actions = z.optional(z.array(Action));

const Item = z.object({
  title: z.string(),
  description: z.optional(z.string()),
  mediaUrl: z.optional(z.string()),
  mediaType: z.optional(z.string()),
  altText: z.optional(z.string()),
  size: z.optional(z.enum(["compact", "large"])),
  actions,
});
export type Item = z.infer<typeof Item>;

const Option = z.object({ name: z.string(), label: z.string() });

const FormField = z.object({
  type: z.enum(["text", "email", "select"]),
  name: z.string(),
  label: z.string(),
  placeholder: z.optional(z.string()),
  options: z.optional(z.array(Option)),
});

/** Of a form that came back, or of the answer to one. */
const FormAnswer = z.object({
  type: z.enum(["text", "email", "select"]),
  name: z.string(),
  label: z.string(),
  text: z.optional(z.string()),
  email: z.optional(z.string()),
  select: z.optional(z.array(Option)),
});

const coordinates = z.object({ lat: z.number(), long: z.number() });
const place = z.optional(z.object({ address: z.optional(z.string()), name: z.optional(z.string()) }));

/** Where both are there, `text` is what `htmlText` or `markdownText` says without its formatting. */
const formatted = { htmlText: z.optional(z.string()), markdownText: z.optional(z.string()) };

/** `text` is what can be said of it in one line. */
export const MessageContent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string(), ...formatted, actions }),
  z.object({
    type: z.enum(["image", "file"]),
    /** Opens without credentials, on the emulator's own origin; the original address when it is not ours. */
    url: z.string(),
    name: z.string(),
    mediaType: z.optional(z.string()),
    /** Bytes. */
    size: z.optional(z.number()),
    text: z.optional(z.string()),
    actions,
  }),
  z.object({ type: z.enum(["carousel", "list"]), text: z.string(), items: z.array(Item), actions }),
  z.object({ type: z.literal("location"), text: z.string(), coordinates, location: place }),
  z.object({
    type: z.literal("form"),
    text: z.string(),
    fields: z.array(FormField),
    submitted: z.optional(z.boolean()),
  }),
  z.object({ type: z.literal("formResponse"), text: z.string(), fields: z.array(FormAnswer) }),
  /** It was said and then deleted. */
  z.object({ type: z.literal("deleted"), text: z.string() }),
  /** Solved, closed, session ended and the like: `text` is a sentence for a centred line. */
  z.object({ type: z.literal("event"), text: z.string() }),
]);
export type MessageContent = z.infer<typeof MessageContent>;

export const TicketMessage = z.object({
  id: z.string(),
  /** What was said before the ticket existed is `history`, the rest is `live`. */
  part: z.enum(["history", "live"]),
  author: z.object({
    type: z.enum(["requester", "agent", "bot", "system"]),
    name: z.string(),
    avatarUrl: z.optional(z.string()),
  }),
  /** Milliseconds since 1970. */
  at: z.number(),
  content: MessageContent,
  /** Asks how satisfied the visitor is; `rated` once answered. */
  survey: z.optional(z.object({ rated: z.boolean() })),
});
export type TicketMessage = z.infer<typeof TicketMessage>;

const buttons = z.optional(z.array(Action).check(z.minLength(1), z.maxLength(10)));
const items = z.array(Item).check(z.minLength(1), z.maxLength(10));
const Words = z.string().check(z.minLength(1), z.maxLength(4096));
const markup = z.optional(z.string().check(z.maxLength(4096)));

/** What an operator sends beside plain text and files, in the shapes of Sunshine Conversations. */
export const RichContent = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("text"),
    text: Words,
    htmlText: markup,
    markdownText: markup,
    actions: buttons,
  }),
  z.object({ type: z.enum(["carousel", "list"]), items, actions: buttons }),
  z.object({ type: z.literal("location"), coordinates, location: place }),
  z.object({
    type: z.literal("form"),
    fields: z.array(FormField).check(z.minLength(1), z.maxLength(20)),
    blockChatInput: z.optional(z.boolean()),
  }),
]);
export type RichContent = z.infer<typeof RichContent>;
