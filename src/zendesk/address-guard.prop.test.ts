import fc from "fast-check";
import { expect, test } from "vitest";
import { isAcceptedOrigin, normalizeDomain } from "./address-guard.ts";

/** Strings made of the pieces that such tricks are made of. */
const pasted = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."https:// http:// // / \\ @ : :443 :8090 . .. ? # % %2e %00 acme acme.zendesk.com evil zendesk zendesk.com .zendesk.com com 127.0.0.1 0x7f.1 [::1] localhost xn--80ak6aa92e -".split(
          " ",
        ),
        " ",
        "\n",
        "\t",
        "。",
        "\u200b",
        "ⓩ",
        "ﬃ",
      ),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

test("whatever is pasted, only an account below zendesk.com or the allow list comes out", () => {
  const allow = ["http://127.0.0.1:8090"];
  let accepted = 0;
  fc.assert(
    fc.property(pasted, (text) => {
      const result = normalizeDomain(text, allow);
      if (result.ok) {
        accepted += 1;
        const { protocol, host, username, pathname } = new URL(result.origin);
        expect(username).toBe("");
        expect(pathname).toBe("/");
        expect(isAcceptedOrigin(result.origin, allow)).toBe(true);
        expect(
          (protocol === "https:" && /^[a-z0-9-]+\.zendesk\.com$/.test(host)) || allow.includes(result.origin),
        ).toBe(true);
      }
    }),
    { numRuns: 20_000 },
  );
  // The generator reaches both sides.
  expect(accepted).toBeGreaterThan(50);
});

test("every account is found back, however its address was copied", () => {
  const name = fc.stringMatching(/^[a-z0-9]{1,10}(-[a-z0-9]{1,10})?$/);
  fc.assert(
    fc.property(
      name,
      fc.constantFrom("", "https://", "http://", "HTTPS://"),
      fc.constantFrom("", "/", "/agent/tickets/1?x=y#z", ":443", ":443/admin"),
      (account, before, after) => {
        expect(normalizeDomain(` ${before}${account.toUpperCase()}.zendesk.com${after} `, [])).toEqual({
          ok: true,
          origin: `https://${account}.zendesk.com`,
        });
      },
    ),
  );
});
