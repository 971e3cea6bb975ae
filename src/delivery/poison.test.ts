import { expect, test } from "vitest";
import type { Claim } from "../store/port.ts";
import { createPoisonWatch, type Evidence } from "./poison.ts";

const claimAt = (position: number): Claim => ({
  handoff: {
    id: "handoff",
    conversationId: "conversation",
    botId: "bot",
    connectorId: "connector",
    number: 1,
    phase: "live",
    externalId: "external",
    startedAt: 0,
  },
  position,
  task: { kind: "message", seq: position + 1, history: false },
  attempt: 1,
  fence: 1,
  look: false,
});

/** After how many failures a delivery is given up. */
async function givenUpAfter(evidence: Evidence, answers: boolean): Promise<number | "never"> {
  const poison = createPoisonWatch();
  for (let failures = 1; failures <= 1_000; failures++)
    if (await poison.failed(claimAt(4), evidence, () => Promise.resolve(answers))) return failures;
  return "never";
}

test("given up after seven failures while others get through, after twice as many while the account only answers questions", async () => {
  expect(await givenUpAfter("alone", false)).toBe(7);
  expect(await givenUpAfter("ask", true)).toBe(14);
});

test("what the account does not show is looked for ten times", async () => {
  expect(await givenUpAfter("unseen", true)).toBe(10);
});

test("the Support API may fail for an hour", async () => {
  expect(await givenUpAfter("support", true)).toBe(70);
});

test("in an outage nothing is ever given up", async () => {
  expect(await givenUpAfter("ask", false)).toBe("never");
  expect(await givenUpAfter("nothing", true)).toBe("never");
});

test("each delivery is counted for itself, and anew once its lane got on", async () => {
  const poison = createPoisonWatch();
  const fail = (position: number) => poison.failed(claimAt(position), "alone", () => Promise.resolve(false));
  for (let failures = 1; failures <= 6; failures++) expect(await fail(4)).toBe(false);
  poison.settled(claimAt(4));
  for (let failures = 1; failures <= 6; failures++) expect(await fail(4)).toBe(false);
  for (let failures = 1; failures <= 6; failures++) expect(await fail(5)).toBe(false);
  expect(await fail(5)).toBe(true);
});
