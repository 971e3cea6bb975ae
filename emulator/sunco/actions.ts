/** Buttons of messages (zendesk.md §4). */
import * as z from "zod";
import { MetadataBody } from "./metadata.ts";

const common = { text: z.string().max(4096), metadata: MetadataBody };
const extraChannelOptions = z.looseObject({}).optional();
const uri = z.string().min(1).max(2048);

const buy = z.object({
  type: z.literal("buy"),
  ...common,
  amount: z.number().int(),
  currency: z.string().optional(),
});
const link = z.object({
  type: z.literal("link"),
  ...common,
  uri,
  default: z.boolean().optional(),
  extraChannelOptions,
});
const locationRequest = z.object({ type: z.literal("locationRequest"), ...common });
const postback = z.object({ type: z.literal("postback"), ...common, payload: z.string() });
const reply = z.object({
  type: z.literal("reply"),
  ...common,
  payload: z.string(),
  iconUrl: z.string().optional(),
});
const webview = z.object({
  type: z.literal("webview"),
  ...common,
  uri,
  fallback: uri,
  default: z.boolean().optional(),
  extraChannelOptions,
  size: z.enum(["compact", "tall", "full"]).optional(),
  openOnReceive: z.boolean().optional(),
});

const opensOnce = (actions: readonly { type: string; openOnReceive?: boolean | undefined }[]) =>
  actions.filter((action) => action.openOnReceive === true).length <= 1;

/** Below a text or an image. */
export const Actions = z
  .array(z.discriminatedUnion("type", [buy, link, locationRequest, postback, reply, webview]))
  .refine(opensOnce, "only one action can have openOnReceive");

/** Of an item, or of a list as a whole. */
export const ItemAction = z.discriminatedUnion("type", [buy, link, postback, webview]);
export type ItemAction = z.infer<typeof ItemAction>;
