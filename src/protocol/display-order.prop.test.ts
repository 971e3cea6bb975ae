import fc from "fast-check";
import { expect, test } from "vitest";
import { inDisplayOrder, type Placed } from "./display-order.ts";

/** Any history: each message may name any earlier one, moved or not. */
const histories = fc
  .array(fc.option(fc.nat(), { nil: undefined }), { maxLength: 40 })
  .map((targets) =>
    targets.map(
      (target, index): Placed =>
        target === undefined || index === 0
          ? { seq: index + 1 }
          : { seq: index + 1, above: (target % index) + 1 },
    ),
  );
const seqs = (messages: readonly Placed[]) => messages.map(({ seq }) => seq);

test("the order depends on the messages alone, not on how they came, and holds each once", () => {
  fc.assert(
    fc.property(
      histories.chain((history) =>
        fc.tuple(
          fc.constant(history),
          fc.shuffledSubarray(history, { minLength: history.length, maxLength: history.length }),
        ),
      ),
      ([history, shuffled]) => {
        const shown = seqs(inDisplayOrder(history));
        expect(seqs(inDisplayOrder(shuffled))).toEqual(shown);
        expect(shown.toSorted((a, b) => a - b)).toEqual(seqs(history));
      },
    ),
  );
});

test("a message more never changes the order of those that are shown", () => {
  fc.assert(
    fc.property(histories, fc.nat({ max: 40 }), (history, known) => {
      const before = history.slice(0, known);
      const still = seqs(inDisplayOrder(history)).filter((seq) => seq <= before.length);
      expect(still).toEqual(seqs(inDisplayOrder(before)));
    }),
  );
});

test("an overtaken message stands directly above the one it names, a later one for the same place below it", () => {
  expect(seqs(inDisplayOrder([{ seq: 1 }, { seq: 2 }, { seq: 3, above: 2 }, { seq: 4, above: 2 }]))).toEqual([
    1, 3, 4, 2,
  ]);
  expect(seqs(inDisplayOrder([{ seq: 1 }, { seq: 2, above: 1 }, { seq: 3, above: 2 }]))).toEqual([3, 2, 1]);
});

test("a message whose target is not known stands where its seq puts it", () => {
  expect(seqs(inDisplayOrder([{ seq: 7 }, { seq: 9, above: 3 }, { seq: 8 }]))).toEqual([7, 8, 9]);
});
