import type { ConversationHead } from "../conversation/model.ts";
import { CodedError } from "../errors.ts";
import { tokenHash } from "../secrets/hash.ts";
import type { ConversationStore } from "../store/port.ts";

export interface Visitors {
  /** The conversation this token opens, else `session_unknown`. */
  readonly byToken: (token: string) => Promise<ConversationHead>;
  /** The same for an `Authorization: Bearer …` header. */
  readonly byHeader: (authorization: string | undefined) => Promise<ConversationHead>;
}

/** Who a token stands for. Only its hash is stored. */
export function createVisitors(conversations: Pick<ConversationStore, "findByToken">): Visitors {
  async function byToken(token: string): Promise<ConversationHead> {
    const head = await conversations.findByToken(tokenHash(token));
    if (head === undefined) throw new CodedError("session_unknown", "The session is not known.");
    return head;
  }
  return {
    byToken,
    byHeader: async (authorization) => byToken(/^Bearer (\S{1,200})$/i.exec(authorization ?? "")?.[1] ?? ""),
  };
}
