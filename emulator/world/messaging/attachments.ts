/** Files of messages: where they lie and who may fetch them (zendesk.md §4). */
import { createHmac } from "node:crypto";
import type { Attachment, Content, Message } from "../state/entities.ts";
import { same } from "../state/secrets.ts";
import type { World } from "../world.ts";

const SIGNED_FOR_MS = 10 * 60_000;

/** Keeps a file and its bytes. */
export function storeAttachment(
  world: World,
  file: {
    name: string;
    mediaType: string;
    bytes: Uint8Array;
    conversationId?: string;
    forMessage?: boolean;
  },
): Attachment {
  const { bytes, ...rest } = file;
  const attachment = world.attachments.put({
    ...rest,
    // Half a surrogate pair cannot stand in an address.
    name: rest.name.toWellFormed(),
    id: world.newId(),
    size: bytes.length,
    createdAt: world.clock.now(),
  });
  world.storage.writeBytes(attachment.id, bytes);
  return attachment;
}

/** The lasting address of a file, which credentials open where attachments are private. */
export const mediaUrl = (world: World, { id, name }: Attachment): string =>
  `${world.origin()}/sc/attachments/v2/${id}/${encodeURIComponent(name)}`;

/** The attachment behind an address of ours; `foreign` when it lies elsewhere. */
export function attachmentAt(world: World, url: string): Attachment | "foreign" | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !parsed.pathname.startsWith("/sc/attachments/")) return "foreign";
  // The port may have changed since: the host is compared, not the port.
  if (parsed.hostname !== new URL(world.origin()).hostname) return "foreign";
  const parts = parsed.pathname.split("/");
  if (parts[3] !== "conversations") return world.attachments.get(parts[4] ?? "");
  return attachmentOf(world, parts[4] ?? "", parts[5] ?? "");
}

/** By the older form of address, which names the conversation (zendesk.md §4). */
export function attachmentOf(world: World, conversationId: string, id: string): Attachment | undefined {
  const attachment = world.attachments.get(id);
  return attachment?.conversationId === conversationId ? attachment : undefined;
}

/** Files uploaded for messages go with the last message that shows them. */
export function forgetFiles(world: World, gone: readonly Message[]): void {
  for (const { content, conversationId } of gone) {
    const { attachmentId } = content;
    if (attachmentId === undefined || world.attachments.get(attachmentId)?.forMessage !== true) continue;
    const rest = world.messages.by("conversation", conversationId);
    if (rest.every((message) => message.content.attachmentId !== attachmentId))
      world.attachments.delete(attachmentId);
  }
}

/** The content of a message that shows the file. */
export const fileContent = (world: World, attachment: Attachment, text?: string): Content => ({
  type: attachment.mediaType.startsWith("image/") ? "image" : "file",
  mediaUrl: mediaUrl(world, attachment),
  mediaType: attachment.mediaType,
  mediaSize: attachment.size,
  altText: attachment.name,
  attachmentId: attachment.id,
  ...(text === undefined || text === "" ? {} : { text }),
});

const signature = (world: World, id: string, expires: number) =>
  createHmac("sha256", world.account().signingKey).update(`${id}.${expires}`).digest("base64url");

/** An address that opens the file without credentials for ten minutes of the emulator's time. */
export function signedUrl(world: World, { id, name }: Attachment): string {
  const expires = world.clock.now() + SIGNED_FOR_MS;
  const query = new URLSearchParams({ expires: String(expires), signature: signature(world, id, expires) });
  return `${world.origin()}/sc/downloads/${id}/${encodeURIComponent(name)}?${query.toString()}`;
}

/** Whether this signature opens the file now. */
export const signedFor = (world: World, id: string, expires: number, given: string): boolean =>
  expires > world.clock.now() && same(signature(world, id, expires), given);
