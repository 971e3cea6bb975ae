/** Which of e-mail, API token and OAuth client Zendesk's answers allow to blame. */
import * as z from "zod";
import type { FieldProblem } from "../protocol/console.ts";
import { safeParse } from "../protocol/safe-parse.ts";
import { errorCodes, type ZendeskHttp } from "./http.ts";
import { recordId } from "./ids.ts";
import { domainUnknown, isNoAccount, telling } from "./setup-conversations.ts";
import { type SupportAccount, supportCall } from "./support.ts";
import { type OAuthApi, type SupportAccess, tokenCall } from "./support-access.ts";

/** API tokens stop working for everybody at this moment (zendesk.md §1). */
const tokensEnd = Date.UTC(2027, 3, 30);

const meAnswer = z.object({
  user: z.object({ id: recordId.nullable(), role: z.string().nullish() }),
});

/**
 * Asks who the credentials belong to. An anonymous answer (id null) counts as refused: Zendesk gives it where
 * it did not recognise them (zendesk.md §6). Creating groups is for admins, so another role is refused too.
 */
export async function checkSupport(
  http: ZendeskHttp,
  access: SupportAccess,
  account: SupportAccount,
  now: number,
): Promise<readonly FieldProblem[]> {
  const { api } = account;
  if (api.kind === "oauth") {
    const problems = await checkClient(http, account.origin, api);
    if (problems.length > 0) {
      return problems;
    }
  }
  const send = { send: (call: Parameters<SupportAccess["send"]>[1]) => access.send(account, call) };
  const me = await telling(send, supportCall(account, { method: "GET" }, "/users/me"));
  if (isNoAccount(me)) {
    return [domainUnknown];
  }
  if (me.status === 403) {
    return [
      api.kind === "oauth"
        ? { field: "clientId", reasons: ["oauth_scope_missing"] }
        : { field: "email", reasons: ["not_admin"] },
    ];
  }
  if (me.status >= 400) {
    return notRecognised(api, now);
  }
  const parsed = safeParse(meAnswer, me.json);
  if (!parsed.success) {
    return [domainUnknown];
  }
  const { user } = parsed.data;
  if (user.id === null) {
    return notRecognised(api, now);
  }
  return user.role === "admin"
    ? []
    : [{ field: api.kind === "token" ? "email" : "clientId", reasons: ["not_admin"] }];
}

/** True when these problems say that Zendesk did not know the credentials at all. */
export function blamesCredentials(problems: readonly FieldProblem[]): boolean {
  return problems.some(({ field }) => field === "apiToken" || field === "clientSecret");
}

/** E-mail and token are refused with one and the same answer, so both are named. */
function notRecognised(api: SupportAccount["api"], now: number): readonly FieldProblem[] {
  if (api.kind === "oauth") {
    return [{ field: "clientId", reasons: ["oauth_scope_missing"] }];
  }
  if (now >= tokensEnd) {
    return [{ field: "apiToken", reasons: ["token_retired"] }];
  }
  return [
    { field: "apiToken", reasons: ["token_wrong", "token_access_off", "token_retired"] },
    { field: "email", reasons: ["email_wrong"] },
  ];
}

async function checkClient(
  http: ZendeskHttp,
  origin: string,
  api: OAuthApi,
): Promise<readonly FieldProblem[]> {
  const answer = await telling(http, tokenCall(origin, api));
  if (answer.status < 300 && answer.json !== undefined) {
    return [];
  }
  if (isNoAccount(answer)) {
    return [domainUnknown];
  }
  return errorCodes(answer.json).includes("invalid_scope")
    ? [{ field: "clientId", reasons: ["oauth_scope_missing"] }]
    : [
        { field: "clientId", reasons: ["oauth_client_wrong"] },
        { field: "clientSecret", reasons: ["oauth_client_wrong"] },
      ];
}
