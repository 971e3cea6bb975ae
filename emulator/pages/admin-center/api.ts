import * as z from "zod/mini";
import * as contract from "../../admin/contract.ts";
import { ApiFailure } from "../api.ts";

/** A refusal of Admin Center's API: `code` has words in the dictionary, `field` is where they belong. */
export class AdminFailure extends ApiFailure {
  readonly code: string;
  readonly field: string | undefined;

  constructor({ error, message, field }: contract.AdminRefusal, status: number) {
    super(status === 404 ? "missing" : "refused", message);
    this.code = error;
    this.field = field;
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new ApiFailure("unexpected", `status ${response.status} without JSON`, { cause });
  }
}

/** The calls of `admin/contract.ts` in the name of one person. */
export function adminApi(agentId: string) {
  const call = async <T>(
    schema: z.ZodMiniType<T>,
    path: string,
    method = "GET",
    body?: object,
  ): Promise<T> => {
    const response = await fetch(`/admin/api${path}`, {
      method,
      headers: { "x-agent-id": agentId, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new ApiFailure("unreachable", "no answer", { cause });
    });
    const answer = await readJson(response);
    if (!response.ok) {
      const refusal = z.safeParse(contract.AdminRefusal, answer);
      if (refusal.success) throw new AdminFailure(refusal.data, response.status);
      throw new ApiFailure("unexpected", `status ${response.status}`);
    }
    const parsed = z.safeParse(schema, answer);
    if (!parsed.success) throw new ApiFailure("unexpected", z.prettifyError(parsed.error));
    return parsed.data;
  };
  const remove = (path: string) => call(z.unknown(), path, "DELETE");
  const at = (kind: string, id: string) => `/${kind}/${encodeURIComponent(id)}`;
  const group = async (path: string, method = "GET", body?: object) =>
    (await call(contract.GroupAnswer, path, method, body)).group;

  return {
    account: () => call(contract.AccountFacts, "/account"),

    integrations: async () => (await call(contract.IntegrationList, "/integrations")).integrations,
    createIntegration: (draft: contract.IntegrationDraft) =>
      call(contract.NewIntegration, "/integrations", "POST", draft),
    integration: (id: string) => call(contract.IntegrationDetail, at("integrations", id)),
    changeIntegration: (id: string, draft: contract.IntegrationDraft) =>
      call(contract.IntegrationDetail, at("integrations", id), "PATCH", draft),
    deleteIntegration: (id: string) => remove(at("integrations", id)),

    keys: async () => (await call(contract.KeyList, "/keys")).keys,
    /** Of the app, or of an integration. */
    createKey: (name: string, integrationId?: string) =>
      call(
        contract.NewKey,
        integrationId === undefined ? "/keys" : `${at("integrations", integrationId)}/keys`,
        "POST",
        { name },
      ),
    deleteKey: (id: string) => remove(at("keys", id)),

    tokens: async () => (await call(contract.TokenList, "/api-tokens")).tokens,
    createToken: (description: string) => call(contract.NewToken, "/api-tokens", "POST", { description }),
    deleteToken: (id: string) => remove(at("api-tokens", id)),

    clients: async () => (await call(contract.ClientList, "/oauth-clients")).clients,
    createClient: (draft: contract.ClientDraft) => call(contract.NewClient, "/oauth-clients", "POST", draft),
    deleteClient: (id: string) => remove(at("oauth-clients", id)),

    settings: async () => (await call(contract.SettingsAnswer, "/settings")).settings,
    changeSettings: async (changes: Record<string, unknown>) =>
      (await call(contract.SettingsAnswer, "/settings", "PATCH", changes)).settings,

    members: async () => (await call(contract.MemberList, "/team-members")).members,
    createMember: async (draft: contract.MemberDraft) =>
      (await call(contract.MemberAnswer, "/team-members", "POST", draft)).member,
    setAvailability: async (id: string, availability: contract.Availability) =>
      (await call(contract.MemberAnswer, at("team-members", id), "PATCH", { availability })).member,

    groups: async () => (await call(contract.GroupList, "/groups")).groups,
    group: (id: string) => group(at("groups", id)),
    createGroup: (draft: contract.GroupDraft) => group("/groups", "POST", draft),
    changeGroup: (id: string, draft: contract.GroupDraft) => group(at("groups", id), "PATCH", draft),
    deleteGroup: (id: string) => group(at("groups", id), "DELETE"),
    addToGroup: (id: string, memberId: string) => group(`${at("groups", id)}/members/${memberId}`, "PUT"),
    removeFromGroup: (id: string, memberId: string) =>
      group(`${at("groups", id)}/members/${memberId}`, "DELETE"),
  };
}
export type AdminApi = ReturnType<typeof adminApi>;
