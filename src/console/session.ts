/** Login, logout, and the guard before every other operation. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { CodedError } from "../errors.ts";
import { loginAnswerSchema, loginRequestSchema, meSchema } from "../protocol/console.ts";
import { newToken, sameSecret } from "../secrets/hash.ts";
import type { Store } from "../store/port.ts";
import type { AdminCredentials } from "./admin-password.ts";
import type { LoginLimit } from "./login-limit.ts";
import { nothing, type Operations } from "./operation.ts";

const cookieName = "console_session";
/** A working day under a cookie, a month for a script's token. */
const cookieLifetimeMs = 12 * 60 * 60_000;
const bearerLifetimeMs = 30 * 24 * 60 * 60_000;

export interface SessionDeps {
  readonly store: Pick<Store, "bots" | "consoleSessions">;
  readonly credentials: AdminCredentials;
  readonly limit: LoginLimit;
  readonly publicUrl: () => string;
}

/** The token a request brings, and how. A bearer token wins: a script may run in a browser that has a cookie. */
function presented(request: FastifyRequest): { token: string; by: "bearer" | "cookie" } | undefined {
  const bearer = /^Bearer (\S+)$/u.exec(request.headers.authorization ?? "")?.[1];
  if (bearer !== undefined) return { token: bearer, by: "bearer" };
  const cookie = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)`, "u").exec(
    request.headers.cookie ?? "",
  )?.[1];
  return cookie === undefined ? undefined : { token: cookie, by: "cookie" };
}

/** Refuses a request without a session, and a change under a cookie without its CSRF token. */
export function createGuard({ store, credentials }: SessionDeps) {
  return async (request: FastifyRequest): Promise<void> => {
    const { session, by } = await findSession({ store, credentials }, request);
    if (by === "bearer" || request.method === "GET" || request.method === "HEAD") return;
    const sent = request.headers["x-csrf-token"];
    if (typeof sent !== "string" || session.csrfToken === undefined || !sameSecret(sent, session.csrfToken)) {
      throw new CodedError("csrf_refused", "Send the session's CSRF token as x-csrf-token.");
    }
  };
}

async function findSession(
  { store, credentials }: Pick<SessionDeps, "store" | "credentials">,
  request: FastifyRequest,
) {
  const given = presented(request);
  if (given === undefined) throw new CodedError("login_required", "Log in first.");
  const tokenHash = credentials.hashToken(given.token);
  const session = await store.consoleSessions.find(tokenHash);
  // A cookie's token is of no use as a bearer token: it would slip past the CSRF check.
  if (session === undefined || (session.csrfToken === undefined) !== (given.by === "bearer")) {
    throw new CodedError("login_required", "The session is over. Log in again.");
  }
  return { session, by: given.by, tokenHash };
}

export function addSessionOperations(operations: Operations, deps: SessionDeps): void {
  const { store, credentials, limit, publicUrl } = deps;
  const setCookie = (reply: FastifyReply, token: string, lifetimeMs: number) => {
    const secure = publicUrl().startsWith("https:") ? "; Secure" : "";
    reply.header(
      "set-cookie",
      `${cookieName}=${token}; Path=/api/console; Max-Age=${Math.floor(lifetimeMs / 1000)}; HttpOnly; SameSite=Strict${secure}`,
    );
  };

  operations.add(
    {
      method: "POST",
      path: "/api/console/login",
      summary: "Log in; a cookie with a CSRF token for pages, or a bearer token for scripts",
      open: true,
      body: loginRequestSchema,
      answers: { 200: loginAnswerSchema },
    },
    async ({ body, request, reply }) => {
      const waitMs = limit.attempt(request.ip);
      if (waitMs > 0) {
        throw new CodedError("too_many_requests", "Too many failed logins. Wait before you try again.", {
          retryAfterMs: waitMs,
        });
      }
      if (!(await credentials.verify(body.username, body.password))) {
        throw new CodedError("login_refused", "The user name or the password is not right.");
      }
      limit.succeeded(request.ip);
      const token = newToken();
      const session = { tokenHash: credentials.hashToken(token), username: body.username };
      if (body.as === "bearer") {
        await store.consoleSessions.create({ ...session, lifetimeMs: bearerLifetimeMs });
        return { status: 200, body: { token } };
      }
      const csrfToken = newToken();
      await store.consoleSessions.create({ ...session, csrfToken, lifetimeMs: cookieLifetimeMs });
      setCookie(reply, token, cookieLifetimeMs);
      return { status: 200, body: { csrfToken } };
    },
  );

  operations.add(
    {
      method: "POST",
      path: "/api/console/logout",
      summary: "End this session",
      body: nothing,
      answers: { 204: null },
    },
    async ({ request, reply }) => {
      const { tokenHash } = await findSession(deps, request);
      await store.consoleSessions.remove(tokenHash);
      setCookie(reply, "", 0);
      return { status: 204 };
    },
  );

  operations.add(
    {
      method: "GET",
      path: "/api/console/me",
      summary: "Who is logged in, and the bots to manage",
      body: nothing,
      answers: { 200: meSchema },
    },
    async ({ request }) => {
      const { session } = await findSession(deps, request);
      const bots = await store.bots.list();
      return {
        status: 200,
        body: {
          username: session.username,
          ...(session.csrfToken === undefined ? {} : { csrfToken: session.csrfToken }),
          bots: bots.map(({ id, name }) => ({ id, name })),
        },
      };
    },
  );
}
