/** Files as an answer: whatever they hold, a browser neither runs nor guesses at it. */
import type { FastifyReply } from "fastify";
import { notFound } from "../refusal.ts";
import type { Attachment } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";

/** Sends bytes under the file's name, to be shown in the page (`inline`) or downloaded. */
export const sendFile = (
  reply: FastifyReply,
  { name, mediaType }: { readonly name: string; readonly mediaType: string },
  bytes: Uint8Array,
  disposition: "inline" | "attachment",
): FastifyReply =>
  reply
    .header("content-type", mediaType)
    .header("x-content-type-options", "nosniff")
    .header("content-security-policy", "sandbox; default-src 'none'")
    .header("content-disposition", `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`)
    .send(Buffer.from(bytes));

/** Sends a message's file: images are shown, the rest is downloaded. Fails with 404 when its bytes are gone. */
export function sendAttachment(world: World, reply: FastifyReply, attachment: Attachment): FastifyReply {
  const bytes = world.storage.readBytes(attachment.id);
  if (bytes === undefined) throw notFound();
  const image = /^image\/(?:png|jpeg|gif|webp)$/u.test(attachment.mediaType);
  return sendFile(reply, attachment, bytes, image ? "inline" : "attachment");
}
