import type { LookupAddress } from "node:dns";
import { describe, expect, test } from "vitest";
import {
  isAcceptedMediaOrigin,
  isAcceptedOrigin,
  isPrivateAddress,
  isPrivateHost,
  normalizeDomain,
  PrivateAddressError,
  publicLookup,
} from "./address-guard.ts";

const emulator = "http://127.0.0.1:8090";

describe("what a person pastes as domain", () => {
  test.each([
    "dydu-32357.zendesk.com",
    " Dydu-32357.Zendesk.com ",
    "https://dydu-32357.zendesk.com",
    "http://dydu-32357.zendesk.com",
    "https://dydu-32357.zendesk.com/agent/filters/360?x=1#top",
    "dydu-32357.zendesk.com:443",
    "https://dydu-32357.zendesk.com:8443/",
    "dydu-32357.zendesk.com/admin/home",
  ])("%j is understood", (pasted) => {
    expect(normalizeDomain(pasted, [])).toEqual({ ok: true, origin: "https://dydu-32357.zendesk.com" });
  });

  test.each(["127.0.0.1:8090", "http://127.0.0.1:8090/agent", "https://127.0.0.1:8090"])(
    "%j is the emulator when it is on",
    (pasted) => {
      expect(normalizeDomain(pasted, [emulator])).toEqual({ ok: true, origin: emulator });
      expect(normalizeDomain(pasted, [])).toEqual({ ok: false, reason: "host_refused" });
    },
  );

  test.each([
    ["", "required"],
    ["   ", "required"],
    ["evilzendesk.com", "host_refused"],
    ["zendesk.com", "host_refused"],
    ["zendesk.com.evil.com", "host_refused"],
    ["acme.zendesk.com.evil.com", "host_refused"],
    ["a.b.zendesk.com", "host_refused"],
    ["acme.zendesk.com.", "host_refused"],
    ["-acme.zendesk.com", "host_refused"],
    ["acme-.zendesk.com", "host_refused"],
    ["xn--acm-dma.zendesk.com", "host_refused"],
    ["169.254.169.254", "host_refused"],
    ["2130706433", "host_refused"],
    ["[::1]", "host_refused"],
    ["localhost", "host_refused"],
    ["acme.zendesk.com@evil.com", "invalid_format"],
    ["https://acme.zendesk.com:x@evil.com", "invalid_format"],
    ["https://evil.com\\@acme.zendesk.com", "invalid_format"],
    ["acmé.zendesk.com", "invalid_format"],
    ["acme.zendesk。com", "invalid_format"],
    ["acme zendesk com", "invalid_format"],
    ["javascript://acme.zendesk.com", "invalid_format"],
    ["ftp://acme.zendesk.com", "invalid_format"],
  ])("%j is refused: %s", (pasted, reason) => {
    expect(normalizeDomain(pasted, [])).toEqual({ ok: false, reason });
  });
});

test.each([
  ["https://acme.zendesk.com", true],
  ["http://acme.zendesk.com", false],
  ["https://acme.zendesk.com:8443", false],
  ["https://acme.zendesk.com/", false],
  ["https://cdn.acme.zendesk.com", false],
  [emulator, true],
  ["http://127.0.0.1:8091", false],
])("origin %s is accepted: %s", (origin, accepted) => {
  expect(isAcceptedOrigin(origin, [emulator])).toBe(accepted);
});

test.each([
  ["https://acme.zendesk.com", true],
  ["https://p19.acme.zendesk.com", true],
  ["https://p19.zdusercontent.com", true],
  ["https://zdusercontent.com", false],
  ["https://evilzdusercontent.com", false],
  ["https://zdusercontent.com.evil.com", false],
  ["http://p19.zdusercontent.com", false],
  ["https://169.254.169.254", false],
  [emulator, true],
])("media at %s is accepted: %s", (origin, accepted) => {
  expect(isAcceptedMediaOrigin(origin, [emulator])).toBe(accepted);
});

test.each([
  ["127.0.0.1", true],
  ["10.1.2.3", true],
  ["172.31.0.1", true],
  ["172.32.0.1", false],
  ["192.168.1.1", true],
  ["169.254.169.254", true],
  ["100.64.0.1", true],
  ["0.0.0.0", true],
  ["224.0.0.1", true],
  ["255.255.255.255", true],
  ["104.16.51.111", false],
  ["::1", true],
  ["::", true],
  ["::ffff:10.0.0.1", true],
  ["fe80::1", true],
  ["fd00:ec2::254", true],
  ["64:ff9b::a00:1", true],
  ["2002:a00:1::", true],
  ["2001:db8::1", true],
  ["2606:4700::6810:336f", false],
  ["not an address", true],
])("address %s is private: %s", (address, expected) => {
  expect(isPrivateAddress(address)).toBe(expected);
});

test.each([
  ["localhost", true],
  ["my-laptop", true],
  ["server.local", true],
  ["127.0.0.1", true],
  ["[::1]", true],
  ["192.168.0.7", true],
  ["bot.example.com", false],
  ["8.8.8.8", false],
])("host %s is out of Zendesk's reach: %s", (host, expected) => {
  expect(isPrivateHost(host)).toBe(expected);
});

describe("the address that is connected to", () => {
  const look = (addresses: readonly LookupAddress[], all: boolean) =>
    new Promise((resolve, reject) => {
      const lookup = publicLookup((_host, done) => done(null, addresses));
      lookup("acme.zendesk.com", { all }, (error, address) =>
        error === null ? resolve(address) : reject(error),
      );
    });
  const open = { address: "104.16.51.111", family: 4 };
  const inside = { address: "169.254.169.254", family: 4 };

  test("a public one is used", async () => {
    expect(await look([open], true)).toEqual([open]);
    expect(await look([open], false)).toBe(open.address);
  });

  test("one private address among them refuses them all", async () => {
    await expect(look([open, inside], true)).rejects.toBeInstanceOf(PrivateAddressError);
    await expect(look([inside], false)).rejects.toBeInstanceOf(PrivateAddressError);
    await expect(look([], true)).rejects.toBeInstanceOf(PrivateAddressError);
  });
});
