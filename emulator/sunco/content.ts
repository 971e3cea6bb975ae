/** What can be posted as a message's content (zendesk.md §§2, 4). */
import * as z from "zod";
import { Actions, ItemAction } from "./actions.ts";
import { MetadataBody } from "./metadata.ts";

const Said = z.string().min(1).max(4096);
const blockChatInput = z.boolean().optional();
const label = z.string().min(1).max(128);
const altText = z.string().max(128).optional();
const mediaUrl = z.url().max(2048);
const markup = { htmlText: Said.optional(), markdownText: Said.optional() };
const oneMarkup = (content: { htmlText?: string | undefined; markdownText?: string | undefined }) =>
  content.htmlText === undefined || content.markdownText === undefined;
const twoMarkups = "htmlText and markdownText cannot be used together";

const Text = z
  .object({
    type: z.literal("text"),
    text: Said.optional(),
    ...markup,
    blockChatInput,
    actions: Actions.min(1).optional(),
    payload: z.string().optional(),
  })
  .refine(
    ({ text, htmlText, markdownText, actions }) => text ?? htmlText ?? markdownText ?? actions,
    "one of text, htmlText, markdownText and actions is required",
  )
  .refine(oneMarkup, twoMarkups);

const file = {
  mediaUrl,
  altText,
  text: z.string().max(4096).optional(),
  ...markup,
  blockChatInput,
  attachmentId: z.string().optional(),
};
const Image = z
  .object({ type: z.literal("image"), ...file, actions: Actions.optional() })
  .refine(oneMarkup, twoMarkups);
const File = z.object({ type: z.literal("file"), ...file }).refine(oneMarkup, twoMarkups);

const Item = z.object({
  title: label,
  description: z.string().max(128).optional(),
  mediaUrl: mediaUrl.optional(),
  mediaType: z.string().max(128).optional(),
  altText,
  size: z.enum(["compact", "large"]).optional(),
  actions: z.array(ItemAction).min(1).max(3),
  metadata: MetadataBody,
});
export type Item = z.infer<typeof Item>;
const items = z.array(Item).min(1).max(10);

const Carousel = z.object({
  type: z.literal("carousel"),
  blockChatInput,
  items,
  displaySettings: z.object({ imageAspectRatio: z.enum(["horizontal", "square"]).optional() }).optional(),
});
const List = z.object({
  type: z.literal("list"),
  blockChatInput,
  items,
  actions: z.array(ItemAction).min(1).max(10).optional(),
});

const Location = z.object({
  type: z.literal("location"),
  blockChatInput,
  coordinates: z.object({ lat: z.number(), long: z.number() }),
  location: z.object({ address: z.string().optional(), name: z.string().optional() }).optional(),
});

const unique = (all: readonly { name: string }[]) => new Set(all.map(({ name }) => name)).size === all.length;
const named = { name: label, label, placeholder: label.optional() };
const size = z.number().int().min(1).max(256);
const Field = z.discriminatedUnion("type", [
  z
    .object({
      type: z.literal("text"),
      ...named,
      minSize: size.default(1),
      maxSize: size.default(128),
      format: z.enum(["integer", "decimal"]).optional(),
    })
    .refine((field) => field.minSize <= field.maxSize, "minSize cannot be larger than maxSize"),
  z.object({ type: z.literal("email"), ...named }),
  z.object({
    type: z.literal("select"),
    ...named,
    options: z
      .array(z.object({ label, name: label }))
      .min(1)
      .max(200)
      .refine(unique, "names of options must be unique"),
  }),
]);
const Form = z.object({
  type: z.literal("form"),
  blockChatInput: z.boolean().default(true),
  text: z.string().max(4096).optional(),
  fields: z.array(Field).min(1).max(20).refine(unique, "names of fields must be unique"),
});

const Template = z.object({ type: z.literal("template"), blockChatInput, template: z.looseObject({}) });

/** `formResponse` is refused: it comes from Web Messenger only (zendesk.md §4). */
export const PostedContent = z.discriminatedUnion("type", [
  Text,
  Image,
  File,
  Carousel,
  List,
  Location,
  Form,
  Template,
]);
export type PostedContent = z.infer<typeof PostedContent>;
