import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sameSecret } from "./hash.ts";
import { deriveSecrets } from "./keys.ts";

const secrets = deriveSecrets("a key of more than thirty-two characters");
const place = { bot: "demo", field: "apiSecret" };

test("what was sealed opens again, in its own place only", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), fc.string(), (text, bot, field) => {
      const sealed = secrets.box.seal(text, { bot, field });
      expect(secrets.box.open(sealed, { bot, field })).toBe(text);
      expect(secrets.box.opens(sealed, { bot: `${bot}x`, field })).toBe(false);
      expect(secrets.box.opens(sealed, { bot, field: `${field}x` })).toBe(false);
      expect(secrets.box.opens(sealed, { bot: bot + field, field: "" })).toBe(field === "");
    }),
  );
});

test("a ciphertext with any one character changed is refused", () => {
  const sealed = secrets.box.seal("the secret itself", place);
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 0, max: 127 }), (at, code) => {
      const changed = sealed.slice(0, at) + String.fromCharCode(code) + sealed.slice(at + 1);
      expect(secrets.box.opens(changed, place)).toBe(changed === sealed);
    }),
    { numRuns: 2000 },
  );
});

test("every flipped byte of a ciphertext is refused", () => {
  const sealed = secrets.box.seal("the secret itself", place);
  const start = sealed.lastIndexOf(".") + 1;
  const bytes = Buffer.from(sealed.slice(start), "base64url");
  for (let at = 0; at < bytes.length; at++) {
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(at) ^ 0x01, at);
    expect(secrets.box.opens(sealed.slice(0, start) + flipped.toString("base64url"), place)).toBe(false);
  }
});

test("every flipped character of a signature is refused, and so is another purpose", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(42), (text, at) => {
      const signature = secrets.sign("files", text);
      expect(secrets.verify("files", text, signature)).toBe(true);
      expect(secrets.verify("other", text, signature)).toBe(false);
      const flipped = signature[at] === "A" ? "B" : "A";
      expect(secrets.verify("files", text, signature.slice(0, at) + flipped + signature.slice(at + 1))).toBe(
        false,
      );
    }),
  );
});

test("secrets are the same only when their texts are", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(sameSecret(a, b)).toBe(a === b);
      expect(sameSecret(a, a)).toBe(true);
    }),
  );
});
