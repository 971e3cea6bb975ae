/** Handoffs as the visitor saw them: from "we are connecting you" to the notice of the end. Pure. */
import type { Shown, ShownMessage } from "./history.ts";

export interface Section {
  /** 1 for the first. */
  readonly number: number;
  /** Seq of the notice that begins it. */
  readonly from: number;
  /** Seq of the notice that ends it. */
  readonly to: number | undefined;
  readonly connected: boolean;
  /** The notice that ends it. */
  readonly end: string | undefined;
}

const endNotice = /^(ended_|connection_)/u;

export const isEnd = ({ notice }: ShownMessage): boolean => notice !== undefined && endNotice.test(notice);

export function sectionsOf({ messages }: Shown): readonly Section[] {
  const ordered = messages.toSorted((a, b) => a.seq - b.seq);
  const starts = ordered.filter(({ notice }) => notice === "connecting");
  return starts.map(({ seq: from }, index) => {
    const before = starts[index + 1]?.seq ?? Number.POSITIVE_INFINITY;
    const inside = ordered.filter(({ seq }) => seq > from && seq < before);
    const last = inside.find(isEnd);
    return {
      number: index + 1,
      from,
      to: last?.seq,
      connected: inside.some(({ seq, notice }) => notice === "connected" && seq < (last?.seq ?? before)),
      end: last?.notice,
    };
  });
}
