/** The record of every write that was accepted, in its order, bounded. */
import type { FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import type { LedgerEntry } from "../world/state/entities.ts";
import type { World } from "../world/world.ts";
import { basic } from "./authorization.ts";

const KEPT = 20_000;
/** A body larger than this is not kept, only its size. */
const BODY_KEPT = 32 * 1024;

const Token = z.object({ kid: z.string() });

/** The `kid` of a signed token; whether it is valid was checked before. */
function keyOf(token: string): string | undefined {
  try {
    const head: unknown = JSON.parse(Buffer.from(token.split(".", 1)[0] ?? "", "base64url").toString());
    return Token.safeParse(head).data?.kid;
  } catch {
    return undefined;
  }
}

/** Who wrote: a key's id, an operator's e-mail, or the person behind an OAuth token. */
function writerOf(world: World, header: string | undefined): string | undefined {
  const user = basic(header)?.user;
  if (user !== undefined) return user.replace(/\/token$/u, "");
  const token = /^bearer (\S+)/iu.exec(header ?? "")?.[1];
  if (token === undefined) return undefined;
  const person = world.people.get(world.oauthTokens.get(token)?.userId ?? "");
  return person?.email ?? keyOf(token);
}

function bounded(body: unknown): unknown {
  const text = JSON.stringify(body ?? null);
  return text.length > BODY_KEPT ? { leftOut: `${text.length} characters` } : (body ?? null);
}

function parsed(payload: unknown): unknown {
  if (typeof payload !== "string" || payload === "") return null;
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

/** A file that came with a request. */
interface SentFile {
  readonly field: string;
  readonly name: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
}

declare module "fastify" {
  interface FastifyRequest {
    /** The files of a multipart request, as far as they were read. */
    sentFiles: SentFile[];
  }
}

/** Writes down an accepted request, with the answer as it was meant. */
export function writeLedger(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  payload: unknown,
): void {
  const seq = (world.counters.get("ledger")?.value ?? 0) + 1;
  const by = writerOf(world, request.headers.authorization);
  const { fault, sentFiles } = request;
  const entry: LedgerEntry = {
    seq,
    at: world.clock.now(),
    method: request.method,
    path,
    status: reply.statusCode,
    request: request.isMultipart() ? null : bounded(request.body),
    response: bounded(parsed(payload)),
    ...(by === undefined ? {} : { by }),
    ...(sentFiles.length === 0 ? {} : { files: sentFiles }),
    ...(fault === undefined ? {} : { fault: { id: fault.id, action: fault.action } }),
  };
  world.counters.put({ id: "ledger", value: seq });
  world.ledger.put(entry);
  if (seq > KEPT) world.ledger.delete(seq - KEPT);
}
