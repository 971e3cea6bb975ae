import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** SHA-256 in hex: how tokens are kept. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** 256 random bits, safe in URLs and headers. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Compares two secrets in a time that tells nothing about where, or in which length, they differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}
