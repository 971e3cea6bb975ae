/** Multipart forms. */
import { badRequest } from "../refusal.ts";
import { toRefusal } from "./errors.ts";

/** What `read` finds in a request's parts; a form that is cut off or has no boundary is refused with 400. */
export async function readForm<Found>(read: () => Promise<Found>): Promise<Found> {
  try {
    return await read();
  } catch (error) {
    throw toRefusal(error) ?? badRequest("The multipart form is malformed.");
  }
}
