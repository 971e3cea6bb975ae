import fc from "fast-check";
import { expect, test } from "vitest";
import { splitAtAddresses } from "./web-addresses.ts";

const addresses = (text: string) =>
  splitAtAddresses(text).flatMap((part) => (part.isAddress ? [part.text] : []));

test("web addresses are found without the punctuation around them", () => {
  expect(
    addresses("See https://example.org/a?b=1, (http://example.com/c) or « https://example.fr/d »."),
  ).toEqual(["https://example.org/a?b=1", "http://example.com/c", "https://example.fr/d"]);
});

test("nothing but http and https becomes an address", () => {
  expect(addresses("javascript:alert(1) data:text/html,x ftp://example.org file:///etc/passwd")).toEqual([]);
});

test("no character is lost, whatever was written", () => {
  const pieces = fc.array(
    fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom("http://", "https://", ". ", "\n")),
  );
  fc.assert(
    fc.property(pieces, (written) => {
      const text = written.join("");
      expect(
        splitAtAddresses(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }),
  );
});
