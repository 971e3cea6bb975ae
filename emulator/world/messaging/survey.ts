/** The satisfaction survey after the end (zendesk.md §5.6; observed in public clients, not documented). */

import type { Content, Ticket } from "../state/entities.ts";
import type { World } from "../world.ts";
import type { Automatic } from "./automatic.ts";

/** What surveys come from. */
export const SURVEYS = "zd:surveys";
/** What can be pressed. */
export const scores = ["good", "bad"] as const;
export type Score = (typeof scores)[number];
const labels: Record<Score, string> = { good: "Good, I am satisfied", bad: "Bad, I am not satisfied" };

const survey = (content: Content, metadata: Record<string, string | number | boolean>): Automatic => ({
  author: { type: "business", displayName: "Customer Service" },
  content,
  source: { type: SURVEYS },
  metadata: { type: "csat", ...metadata },
});

/** The question; each button's metadata says which ticket and score it stands for. */
export function surveyFor(world: World, ticket: Ticket): Automatic {
  const content = {
    type: "text",
    text: "How would you rate the help you received?",
    actions: scores.map((score) => ({
      type: "postback",
      id: world.newId(),
      text: labels[score],
      payload: score,
      metadata: { ticket_id: String(ticket.id), account_id: world.account().appId, score },
    })),
  };
  return survey(content, { ticket_id: String(ticket.id) });
}

/** The answer, as it is told to everybody. */
export const ratingOf = (ticketId: string, score: Score, comment?: string): Automatic =>
  survey(
    { type: "text", text: comment === undefined ? labels[score] : `${labels[score]}: ${comment}` },
    { ticket_id: ticketId, rated: true, score },
  );
