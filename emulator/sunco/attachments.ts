/** Uploading and fetching files (zendesk.md §4). */
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { basic } from "../http/authorization.ts";
import { sendAttachment } from "../http/files.ts";
import { readForm } from "../http/form.ts";
import { badRequest, notFound, Refusal } from "../refusal.ts";
import { supportCaller } from "../support/auth.ts";
import {
  attachmentAt,
  attachmentOf,
  mediaUrl,
  signedFor,
  signedUrl,
  storeAttachment,
} from "../world/messaging/attachments.ts";
import type { World } from "../world/world.ts";
import { conversationsCaller } from "./auth.ts";
import { readJwt } from "./jwt.ts";
import type { Route } from "./route.ts";

const UploadQuery = z.object({
  access: z.literal("public"),
  for: z.literal("message").optional(),
  conversationId: z.string().optional(),
});
const Remove = z.object({ mediaUrl: z.string() });
const FileParams = z.object({
  id: z.string(),
  name: z.string(),
  conversationId: z.string().optional(),
});
const SignedQuery = z.object({ expires: z.coerce.number(), signature: z.string() });

export function attachmentRoutes(server: FastifyInstance, route: Route, world: World): void {
  route("post", "/attachments", "integration", 201, async ({ request }) => {
    const query = UploadQuery.parse(request.query);
    if (query.conversationId !== undefined && world.conversations.get(query.conversationId) === undefined)
      throw notFound("conversation_not_found", "Conversation not found");
    if (!request.isMultipart()) throw badRequest("multipart/form-data with the part source is required.");
    let found: { name: string; mediaType: string; bytes: Uint8Array } | undefined;
    await readForm(async () => {
      for await (const part of request.files()) {
        const bytes = await part.toBuffer();
        const { fieldname: field, filename, mimetype: mediaType } = part;
        request.sentFiles.push({ field, name: filename, mediaType, size: bytes.length });
        if (part.fieldname === "source")
          found = { name: part.filename || "file", mediaType: part.mimetype, bytes };
      }
    });
    if (found === undefined) throw badRequest("The part source is missing.");
    const attachment = storeAttachment(world, {
      ...found,
      ...(query.conversationId === undefined ? {} : { conversationId: query.conversationId }),
      ...(query.for === undefined ? {} : { forMessage: true }),
    });
    return { attachment: { mediaUrl: mediaUrl(world, attachment), mediaType: attachment.mediaType } };
  });

  route("post", "/attachments/remove", "integration", 200, ({ request }) => {
    const body = Remove.parse(request.body);
    const attachment = attachmentAt(world, body.mediaUrl);
    if (attachment === "foreign")
      throw badRequest(`Unsupported media URL for attachment deletion: ${body.mediaUrl}`);
    if (attachment === undefined) throw notFound("not_found", "Attachment not found");
    world.attachments.delete(attachment.id);
  });

  /** Credentials of either API open a private file. */
  const checkAuthorised = (header: string | undefined): void => {
    const user = basic(header)?.user;
    const ofSupport =
      user === undefined
        ? /^bearer /iu.test(header ?? "") && readJwt(header) === undefined
        : user.endsWith("/token");
    if (!ofSupport) conversationsCaller(world, header);
    else if (supportCaller(world, header) === undefined)
      throw new Refusal(401, "unauthorized", "Authorization is required");
  };

  // The second is the older form of address.
  for (const path of [
    "/sc/attachments/v2/:id/:name",
    "/sc/attachments/conversations/:conversationId/:id/:name",
  ])
    server.get(path, async (request, reply) => {
      const { id, conversationId } = FileParams.parse(request.params);
      const secured = world.settings().privateAttachments;
      if (secured) checkAuthorised(request.headers.authorization);
      const attachment =
        conversationId === undefined ? world.attachments.get(id) : attachmentOf(world, conversationId, id);
      if (attachment === undefined) throw notFound("not_found", "Attachment not found");
      if (!secured) return sendAttachment(world, reply, attachment);
      return reply.redirect(signedUrl(world, attachment), 302);
    });

  server.get("/sc/downloads/:id/:name", async (request, reply) => {
    const { id } = FileParams.parse(request.params);
    const { expires, signature } = SignedQuery.parse(request.query);
    const attachment = world.attachments.get(id);
    if (attachment === undefined || !signedFor(world, id, expires, signature))
      throw new Refusal(403, "forbidden", "The link has expired");
    return sendAttachment(world, reply, attachment);
  });
}
