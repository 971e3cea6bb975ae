import { expect, test } from "vitest";
import { isFromZendesk } from "./verify-webhook.ts";

test.each([
  ["current", ["current", "previous"], true],
  ["previous", ["current", "previous"], true],
  ["older", ["current", "previous"], false],
  ["Current", ["current"], false],
  ["current ", ["current"], false],
  ["curren", ["current"], false],
  ["", ["current"], false],
  ["", [""], false],
  [undefined, ["current"], false],
  [["current"], ["current"], false],
] as const)("%j against %j: %s", (header, accepted, expected) => {
  expect(isFromZendesk(header, [...accepted])).toBe(expected);
});
