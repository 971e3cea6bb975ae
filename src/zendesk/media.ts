/** Fetching the files of a conversation (zendesk.md §4, private attachments). */
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { type Dispatcher, request } from "undici";
import { CodedError, toCoded } from "../errors.ts";
import { isAcceptedMediaOrigin, PrivateAddressError } from "./address-guard.ts";
import type { ZendeskHttp } from "./http.ts";
import { type SuncoAccount, suncoAuthorization } from "./sunco.ts";

const maxRedirects = 3;
const answerMs = 20_000;
/** The whole of it: 50 MB at 1.5 Mbit/s. */
const wholeMs = 300_000;

/**
 * Streams a file. Credentials go to the attachments of the account's own origin only. A private attachment redirects to
 * a signed download: redirects are followed to accepted hosts, each checked anew. More than `maxBytes` ends the stream with `file_too_large`, more than `withinMs` milliseconds with
 * `media_unavailable`.
 */
export async function fetchMedia(
  http: ZendeskHttp,
  account: SuncoAccount,
  mediaUrl: string,
  maxBytes: number,
  withinMs = wholeMs,
): Promise<{ mediaType: string; body: ReadableStream<Uint8Array> }> {
  const signal = AbortSignal.timeout(withinMs);
  let url = acceptedUrl(mediaUrl, undefined, http.allow);
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const answer = await get(http, account, url, signal);
    if (answer.statusCode >= 200 && answer.statusCode < 300) {
      return read(answer, maxBytes);
    }
    // The body of an answer that is not the file is of no use; reading it away frees the connection.
    await answer.body.dump({ limit: 16_384 });
    const { location } = answer.headers;
    if (answer.statusCode < 300 || answer.statusCode >= 400 || typeof location !== "string") {
      throw statusError(answer.statusCode);
    }
    url = acceptedUrl(location, url, http.allow);
  }
  throw new CodedError("zendesk_refused", `GET media: more than ${maxRedirects} redirects`);
}

/**
 * Whether an address is one of the account's attachments (zendesk.md §4). A message's media address may be forged: with
 * our key every other path would be read out to the visitor, e.g. somebody else's conversation. Encoded separators are
 * left alone, since nobody knows who decodes them.
 */
function isAttachment({ origin, pathname }: URL, account: SuncoAccount): boolean {
  return (
    origin === account.origin &&
    pathname.startsWith("/sc/attachments/") &&
    !/%(?:2e|2f|5c|25)|\\/i.test(pathname)
  );
}

function acceptedUrl(address: string, base: URL | undefined, allow: readonly string[]): URL {
  const url = URL.canParse(address, base?.href) ? new URL(address, base?.href) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") {
    throw new CodedError("zendesk_host_refused", "GET media: not an address that is followed");
  }
  if (!isAcceptedMediaOrigin(url.origin, allow)) {
    throw new CodedError("zendesk_host_refused", `GET media: ${url.origin} is not a host of Zendesk`);
  }
  return url;
}

async function get(
  http: ZendeskHttp,
  account: SuncoAccount,
  url: URL,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  try {
    return await request(url, {
      dispatcher: http.dispatcher,
      method: "GET",
      signal,
      headers: {
        "user-agent": "zendesk-livechat-connector",
        ...(isAttachment(url, account) ? { authorization: suncoAuthorization(account) } : {}),
      },
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
    });
  } catch (error) {
    throw error instanceof PrivateAddressError
      ? new CodedError("zendesk_host_refused", `GET media: ${error.message}`, { cause: error })
      : new CodedError("media_unavailable", `GET media: ${toCoded(error).message}`, { cause: error });
  }
}

function statusError(status: number): CodedError {
  const message = `GET media answered ${status}`;
  if (status === 401 || status === 403) {
    return new CodedError("zendesk_credentials_refused", message);
  }
  return status >= 400 && status < 500 && status !== 408 && status !== 429
    ? new CodedError("zendesk_refused", message)
    : new CodedError("media_unavailable", message);
}

async function read(
  answer: Dispatcher.ResponseData,
  maxBytes: number,
): Promise<{ mediaType: string; body: ReadableStream<Uint8Array> }> {
  const tooLarge = () => new CodedError("file_too_large", `GET media: more than ${maxBytes} bytes`);
  const length = answer.headers["content-length"];
  if (typeof length === "string" && Number(length) > maxBytes) {
    answer.body.on("error", () => {}).destroy();
    throw tooLarge();
  }
  const type = answer.headers["content-type"];
  const mediaType = typeof type === "string" ? (type.split(";")[0] ?? "").trim().toLowerCase() : "";
  async function* bounded(): AsyncGenerator<Uint8Array> {
    let size = 0;
    try {
      for await (const chunk of answer.body) {
        const bytes: unknown = chunk;
        if (!(bytes instanceof Uint8Array)) {
          throw new CodedError("media_unavailable", "GET media: the body is not made of bytes");
        }
        size += bytes.byteLength;
        if (size > maxBytes) {
          throw tooLarge();
        }
        yield bytes;
      }
    } catch (error) {
      throw error instanceof CodedError
        ? error
        : new CodedError("media_unavailable", "GET media: the download broke off", { cause: error });
    }
  }
  return {
    mediaType: /^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType : "application/octet-stream",
    body: Readable.toWeb(Readable.from(bounded(), { objectMode: false })),
  };
}
