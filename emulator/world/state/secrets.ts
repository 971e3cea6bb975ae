/** Secrets: made, and compared. */
import { randomBytes, timingSafeEqual } from "node:crypto";

/** Of so many random bytes, in letters that an address can carry. */
export const newSecret = (bytes: number): string => randomBytes(bytes).toString("base64url");

/** Compares secrets in constant time. */
export const same = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};
