/** Upload, fresh links and download of attachments. */
import { Readable } from "node:stream";
import multipart from "@fastify/multipart";
import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import { CodedError } from "../errors.ts";
import { parseBody } from "../http/body.ts";
import { filePolicy } from "../http/policies.ts";
import { perMinute } from "../http/server.ts";
import { type linkAnswerSchema, linkRequestSchema, type uploadAnswerSchema } from "../protocol/chat.ts";
import type { Attachments } from "./attachments.ts";
import { detectKind } from "./kind.ts";
import type { FileLinks } from "./links.ts";
import { contentDisposition } from "./name.ts";

export interface AttachmentRoutesPorts {
  readonly attachments: Attachments;
  readonly links: FileLinks;
  /** The visitor's conversation by the `Authorization` header, else `session_unknown`. */
  readonly visitor: (
    authorization: string | undefined,
  ) => Promise<{ readonly id: string; readonly botId: string }>;
  /** Of a file that is uploaded. */
  readonly maxFileBytes: number;
  /** Per address. */
  readonly uploadsPerMinute: number;
}

export async function registerAttachments(
  server: FastifyInstance,
  ports: AttachmentRoutesPorts,
): Promise<void> {
  const { attachments, links, visitor } = ports;
  await server.register(multipart, {
    throwFileSizeLimit: false,
    limits: { fileSize: ports.maxFileBytes, files: 1, fields: 5, parts: 6, fieldSize: 1024, headerPairs: 50 },
  });

  server.post(
    "/api/chat/files",
    { config: { ...perMinute(ports.uploadsPerMinute), slowBody: true } },
    async (request): Promise<z.infer<typeof uploadAnswerSchema>> => {
      const owner = await visitor(request.headers.authorization);
      const part = await request.file().catch(unreadable);
      if (part === undefined)
        throw new CodedError("request_invalid", "A multipart part named file is missing.");
      const { id, name, mediaType, size, image } = await attachments.add(
        { botId: owner.botId, conversationId: owner.id },
        {
          name: part.filename,
          mediaType: part.mimetype,
          bytes: readable(part.file),
          truncated: () => part.file.truncated,
        },
      );
      return { fileId: id, name, mediaType, size, image, url: links.linkTo(id) };
    },
  );

  server.post(
    "/api/chat/files/link",
    { config: perMinute(ports.uploadsPerMinute * 10) },
    async (request): Promise<z.infer<typeof linkAnswerSchema>> => {
      const owner = await visitor(request.headers.authorization);
      const { fileId } = parseBody(linkRequestSchema, request.body);
      const file = await attachments.find(fileId);
      if (file?.conversationId !== owner.id) {
        throw new CodedError("file_unknown", "The conversation has no such file.");
      }
      return { url: links.linkTo(fileId) };
    },
  );

  const often = { config: perMinute(ports.uploadsPerMinute * 10) };
  server.get<{ Params: { signed: string } }>("/files/:signed", often, async (request, reply) => {
    const { file, bytes } = await attachments.open(links.read(request.params.signed));
    // Looked at again: an image is shown in place only if the bytes that leave are one.
    const inline = file.image && (await detectKind(bytes, file.mediaType)).image;
    return reply
      .header("content-security-policy", filePolicy)
      .header("content-disposition", contentDisposition(inline ? "inline" : "attachment", file.name))
      .header("cache-control", "private, max-age=600")
      .header("content-length", bytes.size)
      .type(inline || !file.image ? file.mediaType : "application/octet-stream")
      .send(Readable.from(bytes.stream()));
  });
}

/** What fails while the upload is read, be it broken off or no multipart, is not a failure of ours. */
async function* readable(upload: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* upload;
  } catch (error) {
    unreadable(error);
  }
}

function unreadable(cause: unknown): never {
  // The server's own refusals say more: too large, not multipart.
  if (cause instanceof Error && "statusCode" in cause) throw cause;
  throw new CodedError("request_invalid", "The upload was broken off or cannot be read.", { cause });
}
