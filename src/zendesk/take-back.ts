/** Removes what a handoff that the operators never got has left at Zendesk. */
import { CodedError } from "../errors.ts";
import type { LeftBehind } from "./desk.ts";
import type { ZendeskHttp } from "./http.ts";
import { handoffField } from "./incoming-message.ts";
import * as sunco from "./sunco.ts";
import { hasRequestedTickets, type Support, searchUser } from "./support.ts";

/**
 * A user of the handoff's own goes with all he has, unless he has another conversation or a ticket; of any other
 * only the handoff's conversation goes. What is not there (any more) is no failure, so that it can be repeated.
 *
 * @param onKept told of what could not be removed: a user's first conversation is his for good (zendesk.md §4)
 */
export async function takeBack(
  http: ZendeskHttp,
  support: Support & { readonly account: sunco.SuncoAccount },
  { handoffId, users }: LeftBehind,
  onKept: (error: CodedError) => void,
): Promise<void> {
  const { account } = support;
  for (const { externalId, own } of users) {
    const user = await sunco.findUser(http, account, externalId);
    if (user === undefined) continue;
    const ours: string[] = [];
    let others = 0;
    for await (const page of sunco.userConversations(http, account, user.id)) {
      for (const conversation of page) {
        if (conversation?.metadata?.[handoffField] === handoffId) ours.push(conversation.id);
        else others += 1;
      }
    }
    if (own && others === 0 && !(await hasTicket(support, externalId, user))) {
      await sunco.deleteUser(http, account, user.id);
      continue;
    }
    for (const id of ours) {
      if (await sunco.deleteConversation(http, account, id)) continue;
      onKept(new CodedError("zendesk_refused", "a conversation nobody needs stays: it is its user's first"));
    }
  }
}

/** Where Support does not say, there may be one. */
async function hasTicket(
  support: Support,
  externalId: string,
  { zendeskId }: sunco.SuncoUser,
): Promise<boolean> {
  try {
    const person = zendeskId ?? (await searchUser(support, externalId));
    return person !== undefined && (await hasRequestedTickets(support, person));
  } catch (error) {
    if (error instanceof CodedError && error.retry === "never") return true;
    throw error;
  }
}
