import { describe, expect, test } from "vitest";
import { profileOf, requesterMetadata } from "./identity.ts";

const stated = (value: string) => ({ variable: "mail", value });

describe("what the visitor stated", () => {
  test.each(["jane@example.com", " jane.doe+cat@mail.example.co.uk ", "JANE@EXAMPLE.COM"])(
    "%j is an e-mail address",
    (value) => {
      expect(profileOf(stated(value), "en")).toEqual({ email: value.trim(), locale: "en" });
      expect(requesterMetadata(stated(value))).toEqual({
        "dataCapture.systemField.requester.email": value.trim(),
      });
    },
  );

  test.each([
    "Jane Doe",
    "jane@",
    "@example.com",
    "jane@example",
    "a@b@c.com",
    "jane..doe@example.com",
    "x y@example.com",
  ])("%j is taken for a name", (value) => {
    expect(profileOf(stated(value), "fr")).toEqual({ givenName: value, locale: "fr" });
    expect(requesterMetadata(stated(value))).toEqual({
      "dataCapture.systemField.requester.name": value,
    });
  });

  test.each([undefined, stated(""), stated("  ")])("%j: anonymous", (identity) => {
    expect(profileOf(identity, "en")).toEqual({ locale: "en" });
    expect(requesterMetadata(identity)).toEqual({});
  });

  test("a name is cut to Zendesk's 128 characters without halving one", () => {
    const { givenName } = profileOf(stated(`x${"🐈".repeat(100)}`), "en");
    expect(givenName).toBe(`x${"🐈".repeat(63)}`);
  });

  test("an address that is too long is a name", () => {
    expect(profileOf(stated(`${"j".repeat(130)}@example.com`), "en")).toEqual({
      givenName: "j".repeat(128),
      locale: "en",
    });
  });
});
