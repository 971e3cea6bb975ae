/** JSON Web Tokens as Sunshine Conversations takes them: HS256, the key's id as `kid` (zendesk.md §1). */
import { createHmac } from "node:crypto";
import * as z from "zod";
import { same } from "../world/state/secrets.ts";

const Header = z.object({ alg: z.literal("HS256"), kid: z.string() });
const Payload = z.object({ scope: z.string(), exp: z.number().optional(), nbf: z.number().optional() });

/** A token that was read; its signature is not yet checked. */
interface Jwt {
  readonly kid: string;
  readonly scope: string;
  /** Seconds since 1970. */
  readonly exp?: number | undefined;
  readonly nbf?: number | undefined;
  readonly signed: string;
  readonly signature: string;
}

function json(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? "", "base64url").toString());
  } catch {
    return undefined;
  }
}

/** What a `Bearer` header says; undefined when it holds no JWT of this kind. Nothing is verified yet. */
export function readJwt(authorization: string | undefined): Jwt | undefined {
  const token = /^bearer (?<token>[\w-]+\.[\w-]+\.[\w-]*)$/iu.exec(authorization ?? "")?.groups?.["token"];
  const [head, body, signature] = token?.split(".") ?? [];
  const header = Header.safeParse(json(head));
  const payload = Payload.safeParse(json(body));
  if (!header.success || !payload.success || signature === undefined) return undefined;
  return { kid: header.data.kid, ...payload.data, signed: `${head}.${body}`, signature };
}

/** Whether the token was signed with this secret. */
export const signedBy = (jwt: Jwt, secret: string): boolean =>
  same(createHmac("sha256", secret).update(jwt.signed).digest("base64url"), jwt.signature);
