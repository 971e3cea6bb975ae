/**
 * Which hosts this program may call on behalf of a connector. A bot manager types the domain and Zendesk's own
 * messages carry media addresses, so both are hostile: without this guard they would reach the machine's own
 * network.
 */
import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** True for `https://<label>.zendesk.com` and for the origins of the allow list. */
export function isAcceptedOrigin(origin: string, allow: readonly string[]): boolean {
  return allow.includes(origin) || isZendeskAccount(origin);
}

/** True for `https://<label>.zendesk.com`: a real account, which calls us from the internet. */
export function isZendeskAccount(origin: string): boolean {
  const host = httpsHost(origin);
  if (host === undefined || !host.endsWith(".zendesk.com")) {
    return false;
  }
  const name = host.slice(0, -".zendesk.com".length);
  // A punycode label is never a Zendesk subdomain, only a look-alike of one.
  return label.test(name) && !name.startsWith("xn--");
}

/**
 * Hosts a media download may be redirected to. Zendesk's files stand on the account host, which redirects to a
 * signed download (zendesk.md §4); that the download stands below zendesk.com or zdusercontent.com is inferred.
 */
export function isAcceptedMediaOrigin(origin: string, allow: readonly string[]): boolean {
  const host = httpsHost(origin);
  return (
    isAcceptedOrigin(origin, allow) ||
    (host !== undefined && /^(?:[a-z0-9-]+\.)+(?:zendesk|zdusercontent)\.com$/.test(host))
  );
}

function httpsHost(origin: string): string | undefined {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  return url?.protocol === "https:" && url.origin === origin && url.port === "" ? url.hostname : undefined;
}

export type NormalizedDomain =
  | { readonly ok: true; readonly origin: string }
  | { readonly ok: false; readonly reason: "required" | "invalid_format" | "host_refused" };

/** The origin meant by what a person pasted: scheme, path, port, spaces and upper case are tolerated. */
export function normalizeDomain(pasted: string, allow: readonly string[]): NormalizedDomain {
  const text = pasted.trim();
  if (text === "") {
    return { ok: false, reason: "required" };
  }
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  // Whatever needs a second look to be understood (userinfo, blanks inside, backslashes, other alphabets) is refused.
  if (url === undefined || /[\s\\@]|[^\x20-\x7e]/.test(text)) {
    return { ok: false, reason: "invalid_format" };
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return { ok: false, reason: "invalid_format" };
  }
  const allowed = allow.find((origin) => origin === url.origin || new URL(origin).host === url.host);
  if (allowed !== undefined) {
    return { ok: true, origin: allowed };
  }
  const origin = `https://${url.hostname}`;
  return isZendeskAccount(origin) ? { ok: true, origin } : { ok: false, reason: "host_refused" };
}

// Two lists: one list would check an IPv4 address against IPv6 networks too, as `::ffff:…`.
const refused4 = new BlockList();
const refused6 = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  refused4.addSubnet(network, prefix, "ipv4");
}
// Of IPv6 only global unicast (2000::/3) is public, and of that not what embeds or tunnels IPv4, nor documentation.
for (const [network, prefix] of [
  ["::", 3],
  ["4000::", 2],
  ["8000::", 1],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
] as const) {
  refused6.addSubnet(network, prefix, "ipv6");
}

/** True when an address is loopback, private, link-local, a cloud's metadata service or otherwise not public. */
export function isPrivateAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return refused4.check(address, "ipv4");
    case 6:
      return refused6.check(address, "ipv6");
    default:
      return true;
  }
}

/** True when a URL's host is a name or address that only this machine or its own network knows. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return isIP(host) > 0
    ? isPrivateAddress(host)
    : !host.includes(".") || /(?:^|\.)(?:localhost|local|internal|lan|home|localdomain)$/.test(host);
}

/** Raised while connecting; `http.ts` turns it into `zendesk_host_refused`. */
export class PrivateAddressError extends Error {
  constructor(hostname: string) {
    super(`${hostname} resolves to an address that is not public`);
    this.name = "PrivateAddressError";
  }
}

/** All addresses of a host name. */
export type ResolveAll = (
  hostname: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

const resolveAll: ResolveAll = (hostname, done) =>
  dnsLookup(hostname, { all: true }, (error, addresses) => done(error, addresses));

/** A `lookup` for sockets that gives public addresses only: what was checked is what is connected to. */
export function publicLookup(resolve: ResolveAll = resolveAll): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, (error, addresses) => {
      if (error !== null) {
        callback(error, "");
        return;
      }
      const [first] = addresses;
      if (first === undefined || addresses.some(({ address }) => isPrivateAddress(address))) {
        callback(new PrivateAddressError(hostname), "");
      } else if (options.all === true) {
        callback(null, [...addresses]);
      } else {
        callback(null, first.address, first.family);
      }
    });
}
