/**
 * What of Zendesk the emulator does, as data: one entry for each operation of its two APIs and each event of
 * its webhooks. `docs/emulator-coverage.md` is made from it, and a test holds it against the registered routes.
 */
import { conversationsCoverage } from "./conversations.ts";
import { eventCoverage } from "./events.ts";
import { supportCoverage } from "./support.ts";

export interface Covered {
  /** An operation, e.g. `GET /sc/v2/apps/{appId}/users/{userId}`, or an event's type. */
  readonly what: string;
  /** `partial` says in `differs` what is missing; `not started` answers 404 or is never sent. */
  readonly status: "whole" | "partial" | "not started";
  /** A section of docs/zendesk.md, or an address of Zendesk's documentation. */
  readonly source: string;
  /** Test files below `emulator/` that fail when it stops working. Empty for what is not started. */
  readonly tests: readonly string[];
  /** How it differs from the real service, or what is guessed because nothing is documented. */
  readonly differs?: string;
}

export const coverage: readonly (readonly [title: string, entries: readonly Covered[]])[] = [
  ["Sunshine Conversations", conversationsCoverage],
  ["Support and OAuth", supportCoverage],
  ["Webhook events", eventCoverage],
];
