/** How long may be what an operator's message brings: it is kept, and sent to every chatbox of the conversation. */

/** Of a text. Zendesk's own limit is 4096 characters; what is longer did not come from its composer. */
export const longestText = 20_000;
/** Of an address. What is longer is no address for anybody: an avatar is not shown, a link is a text. */
export const longestAddress = 2_048;

/** The text, or as much of it as may be; then its end says that there was more. */
export function shortened(text: string, most = longestText): string {
  // A surrogate pair stays whole.
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
