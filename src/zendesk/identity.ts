/** What Zendesk is told about a visitor from what the visitor stated himself. Nothing of it is verified. */
import type { Identity } from "../conversation/model.ts";
import type { UserProfile } from "./sunco.ts";

/** Zendesk's limit for names and e-mail addresses, in characters (zendesk.md §2). */
const longest = 128;

/** An address Zendesk's `format: email` will take; anything doubtful counts as a name. */
const emailLike =
  /^[a-z0-9](?:[a-z0-9._%+-]*[a-z0-9_%+-])?@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;

type Stated = { readonly email: string } | { readonly name: string };

function stated(identity: Identity | undefined): Stated | undefined {
  const value = identity?.value.replace(/\s+/g, " ").trim() ?? "";
  if (value === "") {
    return undefined;
  }
  const isEmail = value.length <= longest && emailLike.test(value) && !value.includes("..");
  return isEmail ? { email: value } : { name: cut(value) };
}

/** At most 128 UTF-16 units, without halving a character. */
function cut(value: string): string {
  let short = "";
  for (const character of value) {
    if (short.length + character.length > longest) {
      break;
    }
    short += character;
  }
  return short;
}

/** The profile of the visitor's Zendesk user. */
export function profileOf(identity: Identity | undefined, locale: string): UserProfile {
  const who = stated(identity);
  if (who === undefined) {
    return { locale };
  }
  return "email" in who ? { email: who.email, locale } : { givenName: who.name, locale };
}

/** Requester fields of a new ticket, as Agent Workspace takes them from metadata (zendesk.md §5.3). */
export function requesterMetadata(identity: Identity | undefined): Record<string, string> {
  const who = stated(identity);
  if (who === undefined) {
    return {};
  }
  return "email" in who
    ? { "dataCapture.systemField.requester.email": who.email }
    : { "dataCapture.systemField.requester.name": who.name };
}
