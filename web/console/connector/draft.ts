/** What is typed into the form, before Update. */
import type {
  ConnectorField,
  ConnectorForm,
  ConnectorView,
  FieldProblem,
  ProblemReason,
} from "../../../src/protocol/console.ts";

export type Draft = Readonly<Record<ConnectorField, string>> & { readonly apiKind: "token" | "oauth" };
export type Problems = Readonly<Partial<Record<ConnectorField, readonly ProblemReason[]>>>;

/** The stored values; secrets never come back, so their fields begin empty. */
export function draftOf(view: ConnectorView): Draft {
  return {
    domain: view.domain,
    appId: view.appId,
    integrationId: view.integrationId,
    keyId: view.keyId,
    keySecret: "",
    apiKind: view.api.kind,
    email: view.api.kind === "token" ? view.api.email : "",
    apiToken: "",
    clientId: view.api.kind === "oauth" ? view.api.clientId : "",
    clientSecret: "",
    senderId: view.senderId,
  };
}

export function formOf(draft: Draft): ConnectorForm {
  const secret = (value: string) => (value.trim() === "" ? undefined : value.trim());
  return {
    domain: draft.domain,
    appId: draft.appId,
    integrationId: draft.integrationId,
    keyId: draft.keyId,
    keySecret: secret(draft.keySecret),
    api:
      draft.apiKind === "token"
        ? { kind: "token", email: draft.email, apiToken: secret(draft.apiToken) }
        : { kind: "oauth", clientId: draft.clientId, clientSecret: secret(draft.clientSecret) },
    senderId: draft.senderId,
  };
}

export function isChanged(draft: Draft, view: ConnectorView): boolean {
  return JSON.stringify(draft) !== JSON.stringify(draftOf(view));
}

type SecretState = "none" | "kept" | "cleared";

/** What becomes of the stored secrets if this draft is sent: another account or id clears them. */
export function secretStates(draft: Draft, view: ConnectorView): { key: SecretState; api: SecretState } {
  const sameAccount =
    hostOf(draft.domain) === hostOf(view.domain) &&
    draft.appId.trim() === view.appId &&
    draft.integrationId.trim() === view.integrationId;
  const sameHolder = view.api.kind === "token" || draft.clientId.trim() === view.api.clientId;
  // For the other kind of access nothing was ever stored.
  const apiStored =
    draft.apiKind === view.api.kind &&
    (view.api.kind === "token" ? view.api.apiTokenStored : view.api.clientSecretStored);
  const state = (stored: boolean, kept: boolean) => (!stored ? "none" : kept ? "kept" : "cleared");
  return {
    key: state(view.keySecretStored, sameAccount && draft.keyId.trim() === view.keyId),
    api: state(apiStored, sameAccount && sameHolder),
  };
}

/** The host of a domain as pasted: scheme, path and upper case do not make it another account. */
function hostOf(domain: string): string {
  return domain
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//u, "")
    .replace(/\/.*$/u, "");
}

export function problemsByField(problems: readonly FieldProblem[]): Problems {
  return Object.fromEntries(problems.map(({ field, reasons }) => [field, reasons]));
}
