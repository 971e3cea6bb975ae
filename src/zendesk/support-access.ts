/**
 * How the Support API is told who calls: an API token as Basic authorization, or an OAuth client whose access
 * token is fetched, kept until shortly before it expires and refreshed once when it is refused (zendesk.md §1).
 */
import * as z from "zod";
import { CodedError, toCoded } from "../errors.ts";
import {
  errorCodes,
  type HttpAnswer,
  type HttpCall,
  readAnswer,
  tellRefusal,
  type ZendeskHttp,
} from "./http.ts";
import type { SupportAccount } from "./support.ts";

/** Seconds an access token is asked to live. Zendesk takes 300 to 172,800 (zendesk.md §1). */
const tokenSeconds = 3600;
/** A token this near to its end is not used any more. */
const renewBeforeMs = 60_000;

const tokenAnswer = z.object({
  /** It stands in a header. */
  access_token: z.string().regex(/^[\x21-\x7e]{1,8000}$/),
  expires_in: z.number().positive().nullish(),
});

export interface SupportAccess {
  /** Sends the call with authorization. With an OAuth client, a 401 is tried once more with a fresh token. */
  readonly send: (account: SupportAccount, call: HttpCall) => Promise<HttpAnswer>;
}

export type OAuthApi = Extract<SupportAccount["api"], { kind: "oauth" }>;
interface Kept {
  readonly token: Promise<string>;
  /** Until then the token may be used; set when it has arrived. */
  until: number;
}

export function createSupportAccess(http: ZendeskHttp, now: () => number): SupportAccess {
  const kept = new Map<string, Kept>();

  async function bearer(origin: string, api: OAuthApi): Promise<string> {
    const key = JSON.stringify([origin, api.clientId, api.clientSecret]);
    const known = kept.get(key);
    if (known !== undefined && now() < known.until) {
      return known.token;
    }
    const entry: Kept = {
      until: Number.POSITIVE_INFINITY,
      token: fetchToken(http, origin, api).then(
        ({ token, seconds }) => {
          entry.until = now() + seconds * 1000 - renewBeforeMs;
          return token;
        },
        (error: unknown) => {
          forget(key, entry);
          throw error;
        },
      ),
    };
    kept.set(key, entry);
    return entry.token;
  }

  function forget(key: string, entry: Kept): void {
    if (kept.get(key) === entry) {
      kept.delete(key);
    }
  }

  async function send(account: SupportAccount, call: HttpCall): Promise<HttpAnswer> {
    const { api, origin } = account;
    if (api.kind === "token") {
      const authorization = `Basic ${Buffer.from(`${api.email}/token:${api.token}`).toString("base64")}`;
      return http.send({ ...call, authorization });
    }
    const token = await bearer(origin, api);
    const answer = await http.send({ ...call, authorization: `Bearer ${token}` });
    if (answer.status !== 401) {
      return answer;
    }
    const key = JSON.stringify([origin, api.clientId, api.clientSecret]);
    const used = kept.get(key);
    if (used !== undefined && (await used.token) === token) {
      forget(key, used);
    }
    return http.send({ ...call, authorization: `Bearer ${await bearer(origin, api)}` });
  }

  return { send };
}

/** `POST /oauth/tokens` with the client's credentials (zendesk.md §1). */
export function tokenCall(origin: string, api: OAuthApi): HttpCall {
  return {
    origin,
    method: "POST",
    path: "/oauth/tokens",
    pattern: "/oauth/tokens",
    json: {
      grant_type: "client_credentials",
      client_id: api.clientId,
      client_secret: api.clientSecret,
      scope: "read write",
      expires_in: tokenSeconds,
    },
  };
}

async function fetchToken(
  http: ZendeskHttp,
  origin: string,
  api: OAuthApi,
): Promise<{ token: string; seconds: number }> {
  const call = tokenCall(origin, api);
  try {
    const answer = await http.send(call);
    if (answer.status >= 400 && answer.status < 500 && refusesClient(errorCodes(answer.json))) {
      throw new CodedError("zendesk_credentials_refused", tellRefusal(call, answer));
    }
    const token = readAnswer(call, answer, "support", tokenAnswer);
    return { token: token.access_token, seconds: token.expires_in ?? tokenSeconds };
  } catch (error) {
    const coded = toCoded(error);
    // A token that may or may not have been issued harms nobody: the call it is for was never sent.
    throw coded.retry === "unclear"
      ? new CodedError("zendesk_unreachable", coded.message, { cause: coded })
      : coded;
  }
}

/** Error codes of RFC 6749 §5.2 that say "not with this client". */
function refusesClient(codes: readonly string[]): boolean {
  return codes.some((code) =>
    ["invalid_client", "unauthorized_client", "invalid_grant", "invalid_scope"].includes(code),
  );
}
