import { createServer, type RequestListener } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { createZendeskHttp } from "./http.ts";
import { fetchMedia } from "./media.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

async function serve(listener: RequestListener): Promise<{ origin: string; seen: (string | undefined)[] }> {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    listener(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  cleanups.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return { origin: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`, seen };
}

const attachment = "/sc/attachments/v2/1/file.png";

/** Fetches an attachment of the account, with the given hosts accepted. */
function fetchFrom(origin: string, allow: readonly string[], maxBytes = 1000, url = origin + attachment) {
  const http = createZendeskHttp({ allow, now: Date.now });
  cleanups.push(http.close);
  const account = { origin, appId: "app", key: { id: "app_1", secret: "s" } };
  return fetchMedia(http, account, url, maxBytes);
}

const redirect =
  (location: string): RequestListener =>
  (_request, response) =>
    response.writeHead(302, { location }).end();

const ours = `Basic ${Buffer.from("app_1:s").toString("base64")}`;

describe("fetching media", () => {
  test("streams the file, with credentials for the account's own host", async () => {
    const account = await serve((_request, response) =>
      response.writeHead(200, { "content-type": "image/PNG; charset=x" }).end("bytes"),
    );
    const media = await fetchFrom(account.origin, [account.origin]);
    expect(media.mediaType).toBe("image/png");
    expect(await new Response(media.body).text()).toBe("bytes");
    expect(account.seen).toEqual([ours]);
  });

  test.each([
    "/sc/v2/apps/app/conversations/of-somebody-else/messages",
    "/api/v2/users.json",
    "/oauth/tokens",
    "/sc/attachments/../v2/apps/app/conversations",
    "/sc/attachments/%2e%2e/v2/apps/app/conversations",
    "/sc/attachments/..%2Fv2/apps/app/conversations",
    "/sc/attachments/..%5cv2/apps/app/conversations",
    "/sc/attachments/%252e%252e/v2/apps/app/conversations",
    "/sc/attachments\\..\\v2/apps/app/conversations",
    "/SC/attachments/v2/1/file.png",
  ])("reads nothing else of the account with its credentials: %s", async (path) => {
    const account = await serve((_request, response) => response.end("what only the account may read"));
    await fetchFrom(account.origin, [account.origin], 1000, account.origin + path);
    const redirecting = await serve((_request, response) =>
      response.writeHead(302, { location: account.origin + path }).end(),
    );
    const http = createZendeskHttp({ allow: [account.origin, redirecting.origin], now: Date.now });
    cleanups.push(http.close);
    const signed = { origin: account.origin, appId: "app", key: { id: "app_1", secret: "s" } };
    await fetchMedia(http, signed, `${redirecting.origin}/x`, 1000);
    expect(account.seen).toEqual([undefined, undefined]);
  });

  test("follows a redirect to an accepted host without handing the credentials on", async () => {
    const account = await serve((request, response) =>
      request.url === attachment
        ? redirect(`${store.origin}/signed`)(request, response)
        : response.end("bytes"),
    );
    const store = await serve((request, response) => redirect(`${account.origin}/back`)(request, response));
    const media = await fetchFrom(account.origin, [account.origin, store.origin]);
    expect(await new Response(media.body).text()).toBe("bytes");
    expect(store.seen).toEqual([undefined]);
    expect(account.seen).toEqual([ours, undefined]);
  });

  test.each([
    "http://169.254.169.254/latest/meta-data",
    "https://evil.example/x",
    "http://acme.zendesk.com/x",
    "https://user:pw@acme.zendesk.com/x",
    "file:///etc/passwd",
    "http://[",
  ])("does not follow a redirect to %s", async (location) => {
    const account = await serve(redirect(location));
    await expect(fetchFrom(account.origin, [account.origin])).rejects.toMatchObject({
      code: "zendesk_host_refused",
      retry: "never",
    });
  });

  test("does not follow a redirect to another server of this machine", async () => {
    const inside = await serve((_request, response) => response.end("internal"));
    const account = await serve(redirect(`${inside.origin}/`));
    await expect(fetchFrom(account.origin, [account.origin])).rejects.toMatchObject({
      code: "zendesk_host_refused",
    });
    expect(inside.seen).toEqual([]);
  });

  test("does not connect where an accepted name resolves to this machine, however it resolved before", async () => {
    const account = await serve(redirect("https://files.zdusercontent.com/signed"));
    const asked: string[] = [];
    const http = createZendeskHttp({
      allow: [account.origin],
      now: Date.now,
      resolve: (host, done) => {
        asked.push(host);
        done(null, [{ address: "127.0.0.1", family: 4 }]);
      },
    });
    cleanups.push(http.close);
    const owner = { origin: account.origin, appId: "app", key: { id: "app_1", secret: "s" } };
    const fetched = () => fetchMedia(http, owner, `${account.origin}/file`, 1000);
    await expect(fetched()).rejects.toMatchObject({ code: "zendesk_host_refused" });
    await expect(fetched()).rejects.toMatchObject({ code: "zendesk_host_refused" });
    expect(asked).toEqual(["files.zdusercontent.com", "files.zdusercontent.com"]);
  });

  test("does not begin at a foreign address either", async () => {
    const account = await serve((_request, response) => response.end());
    const inside = await serve((_request, response) => response.end("internal"));
    await expect(
      fetchFrom(account.origin, [account.origin], 1000, `${inside.origin}/x`),
    ).rejects.toMatchObject({ code: "zendesk_host_refused" });
    expect([...inside.seen, ...account.seen]).toEqual([]);
  });

  test("gives up after three redirects", async () => {
    const account = await serve((request, response) => redirect(`${request.url}x`)(request, response));
    await expect(fetchFrom(account.origin, [account.origin])).rejects.toMatchObject({
      code: "zendesk_refused",
    });
    expect(account.seen).toHaveLength(4);
  });

  test.each([
    [401, "zendesk_credentials_refused"],
    [403, "zendesk_credentials_refused"],
    [404, "zendesk_refused"],
    [410, "zendesk_refused"],
    [429, "media_unavailable"],
    [500, "media_unavailable"],
    [302, "media_unavailable"],
  ])("%i: %s", async (status, code) => {
    const account = await serve((_request, response) => response.writeHead(status).end("x"));
    await expect(fetchFrom(account.origin, [account.origin])).rejects.toMatchObject({ code });
  });

  test("a host that is down can be asked again", async () => {
    await expect(fetchFrom("http://127.0.0.1:1", ["http://127.0.0.1:1"])).rejects.toMatchObject({
      code: "media_unavailable",
      retry: "again",
    });
  });

  test("a file announced as too large is not begun", async () => {
    const account = await serve((_request, response) => response.end("x".repeat(1001)));
    await expect(fetchFrom(account.origin, [account.origin])).rejects.toMatchObject({
      code: "file_too_large",
    });
  });

  test("a file that turns out too large breaks off", async () => {
    const account = await serve((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write("x".repeat(500))) {
          // Until the buffers are full; the reader decides how long.
        }
        response.once("drain", more);
      };
      more();
    });
    const media = await fetchFrom(account.origin, [account.origin]);
    await expect(new Response(media.body).text()).rejects.toMatchObject({ code: "file_too_large" });
  });

  test("a download that trickles for ever is given up", async () => {
    const account = await serve((_request, response) => {
      const trickle = setInterval(() => response.write("."), 10);
      response.on("close", () => clearInterval(trickle));
    });
    const http = createZendeskHttp({ allow: [account.origin], now: Date.now });
    cleanups.push(http.close);
    const owner = { origin: account.origin, appId: "app", key: { id: "app_1", secret: "s" } };
    const media = await fetchMedia(http, owner, `${account.origin}/file`, 1_000_000, 150);
    await expect(new Response(media.body).text()).rejects.toMatchObject({ code: "media_unavailable" });
  });

  test("a download that breaks off is an error, not a short file", async () => {
    const account = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("x", () => response.destroy());
    });
    const media = await fetchFrom(account.origin, [account.origin]);
    await expect(new Response(media.body).text()).rejects.toMatchObject({ code: "media_unavailable" });
  });
});
