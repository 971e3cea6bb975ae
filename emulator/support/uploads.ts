/** Files for comments: uploaded, attached and fetched (zendesk.md §6). */
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { sendFile } from "../http/files.ts";
import { recordNotFound } from "../refusal.ts";
import type { CommentFile } from "../world/state/entities.ts";
import { newSecret } from "../world/state/secrets.ts";
import type { World } from "../world/world.ts";
import { invalidRecord, invalidValue } from "./errors.ts";
import { type Route, read } from "./route.ts";
import { url } from "./shape.ts";

const FILE_LIMIT = 50 * 1024 * 1024;
/** How long a token waits for its comment. */
const TOKEN_MS = 3 * 86_400_000;

const Query = z.object({ filename: z.string().default(""), token: z.string().optional() });
const Key = z.object({ key: z.string().default("") });

const storageKey = (file: CommentFile) => `comment-file-${file.key}`;

export const fileShape = (world: World, file: CommentFile) => {
  const address = `${world.origin()}/attachments/token/${file.key}/?name=${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    url: url(world, `/attachments/${file.id}`),
    file_name: file.name,
    content_url: address,
    mapped_content_url: address,
    content_type: file.mediaType,
    size: file.size,
    width: null,
    height: null,
    inline: false,
    deleted: false,
    malware_access_override: false,
    malware_scan_result: "malware_not_found",
    thumbnails: [],
  };
};

/** The files of these uploads, which belong to a comment from now on; the tokens are spent. */
export function attach(world: World, tokens: readonly string[]): number[] {
  return tokens.flatMap((token) => {
    const files = world.commentFiles.by("token", token).filter((file) => !file.attached);
    const alive = files.filter((file) => file.createdAt + TOKEN_MS > world.clock.now());
    if (alive.length === 0)
      throw invalidRecord("uploads", "Attachment: the upload token is unknown or expired", "InvalidValue");
    return alive.map((file) => world.commentFiles.put({ ...file, attached: true }).id);
  });
}

export function uploadRoutes(server: FastifyInstance, route: Route, world: World): void {
  // Their bodies are files of any kind: JSON too is taken as it is.
  server.register(async (files) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: FILE_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    route(
      "post",
      "/uploads",
      201,
      ({ request, caller }) => {
        const { filename, token: given } = read(Query, request.query);
        if (filename === "") throw invalidValue("Parameter filename is required");
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        // The record of writes keeps no files.
        request.body = null;
        if (bytes.length === 0) throw invalidRecord("attachment", "Attachment: is empty", "BlankValue");
        const earlier = given === undefined ? [] : world.commentFiles.by("token", given);
        if (given !== undefined && earlier.length === 0) throw recordNotFound();
        const file = world.commentFiles.put({
          id: world.newNumber("other"),
          token: given ?? newSecret(18),
          key: newSecret(18),
          name: filename,
          mediaType: (request.headers["content-type"] ?? "application/octet-stream").split(";")[0] ?? "",
          size: bytes.length,
          uploadedBy: caller.person.id,
          createdAt: world.clock.now(),
          attached: false,
        });
        world.storage.writeBytes(storageKey(file), bytes);
        return {
          upload: {
            token: file.token,
            attachment: fileShape(world, file),
            attachments: world.commentFiles.by("token", file.token).map((one) => fileShape(world, one)),
          },
        };
      },
      files,
    );
  });
  route("delete", "/uploads/:id", 204, ({ id }) => {
    const files = world.commentFiles.by("token", id).filter((file) => !file.attached);
    if (files.length === 0) throw recordNotFound();
    for (const file of files) {
      world.commentFiles.delete(file.id);
      world.storage.writeBytes(storageKey(file), new Uint8Array());
    }
  });
  route("get", "/attachments/:id", 200, ({ id }) => {
    const file = world.commentFiles.get(id);
    if (file === undefined) throw recordNotFound();
    return { attachment: fileShape(world, file) };
  });
  // Whoever knows the address may fetch the file, as without private attachments.
  server.get("/attachments/token/:key/", async (request, reply) => {
    const [file] = world.commentFiles.by("key", read(Key, request.params).key);
    const bytes = file === undefined ? undefined : world.storage.readBytes(storageKey(file));
    if (file === undefined || bytes === undefined) return reply.code(404).send();
    return sendFile(reply, file, bytes, "attachment");
  });
}
