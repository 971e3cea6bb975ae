import { expect, test } from "vitest";
import { timeOrderedId } from "./ids.ts";

test("an id is a UUID of version 7 and sorts by its time", () => {
  const [early, late] = [timeOrderedId(1_700_000_000_000), timeOrderedId(1_700_000_000_001)];
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(early < late).toBe(true);
  expect(timeOrderedId(1_700_000_000_000)).not.toBe(early);
});
