/**
 * Who the visitor of a conversation is at present. Zendesk can merge a user into another in the middle of a chat
 * (zendesk.md §4): his conversations go along, and the id we know means nobody.
 */
import { CodedError } from "../errors.ts";
import type { ZendeskHttp } from "./http.ts";
import { participantIds, type SuncoAccount } from "./sunco.ts";

export interface Done<T> {
  readonly answer: T;
  readonly userId: string;
}

/** How Zendesk answers a call with an id that it has merged away is not documented: any refusal is looked into. */
const suspicious = new Set(["zendesk_conversation_gone", "zendesk_refused"]);

/** Does something as the conversation's user; when it is refused and the user is another by now, once more as that one. */
export async function asPresentUser<T>(
  http: ZendeskHttp,
  account: SuncoAccount,
  { conversationId, userId }: { readonly conversationId: string; readonly userId: string },
  act: (userId: string) => Promise<T>,
): Promise<Done<T>> {
  try {
    return { answer: await act(userId), userId };
  } catch (error) {
    if (!(error instanceof CodedError) || !suspicious.has(error.code)) throw error;
    const [present, ...others] = await participantIds(http, account, conversationId);
    if (present === undefined || present === userId || others.length > 0) throw error;
    return { answer: await act(present), userId: present };
  }
}
