/** Ids as Zendesk gives them. They stand in addresses and in rows, so what could mean something else there is no id. */
import * as z from "zod";

/** Printable and short: half a surrogate pair cannot be put into an address, and `..` leads elsewhere. */
const readable = z.string().regex(/^(?!\.{1,2}$)[\x21-\x7e]{1,200}$/);

/** Of Sunshine Conversations: 24 hexadecimal digits, which is not relied on. */
export const messagingId = readable;

/** Of Support: numbers, which this program keeps as text. */
export const recordId = z.union([z.int().nonnegative(), readable]).transform(String);
