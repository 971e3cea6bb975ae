/** What both APIs read from an Authorization header. */

/** The two halves of Basic credentials. */
export function basic(header: string | undefined): { user: string; password: string } | undefined {
  const [scheme, encoded] = (header ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic" || encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, "base64").toString();
  const colon = decoded.indexOf(":");
  return colon === -1 ? undefined : { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
