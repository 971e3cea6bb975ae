/** Reads the form against what is stored: which fields are missing, and which stored secrets still count. */
import type { ConnectorField, ConnectorForm, FieldProblem, ProblemReason } from "../protocol/console.ts";
import type { Connector } from "../store/port.ts";
import type { NormalizedDomain } from "../zendesk/address-guard.ts";

/** Secrets in the clear, as far as they are known. */
export interface ClearSecrets {
  readonly keySecret?: string | undefined;
  readonly apiSecret?: string | undefined;
}

/** A complete form: nothing is missing, nothing is checked with Zendesk yet. */
export interface CompleteForm {
  readonly origin: string;
  readonly appId: string;
  readonly integrationId: string;
  readonly keyId: string;
  readonly api: Connector["api"];
  readonly senderId: string;
  readonly secrets: { readonly keySecret: string; readonly apiSecret: string };
}

export type FormReading =
  | { readonly complete: CompleteForm }
  | { readonly problems: readonly FieldProblem[] };

export interface FormContext {
  readonly stored: Connector;
  readonly storedSecrets: ClearSecrets;
  readonly variables: readonly string[];
  readonly normalizeDomain: (typed: string) => NormalizedDomain;
}

/**
 * A stored secret counts only for the account it was given for: another domain, app or integration clears
 * both, another key id or OAuth client clears its own. Else whoever may edit the form could have a stored
 * secret sent to a host of his choice.
 */
export function readForm(form: ConnectorForm, context: FormContext): FormReading {
  const problems: FieldProblem[] = [];
  const report = (field: ConnectorField, reason: ProblemReason) =>
    problems.push({ field, reasons: [reason] });
  const required = (field: ConnectorField, given: string | undefined, fallback?: string): string => {
    const value = given?.trim() ?? "";
    const known = value === "" ? (fallback ?? "") : value;
    if (known === "") report(field, "required");
    return known;
  };

  const domain = context.normalizeDomain(form.domain);
  if (!domain.ok) report("domain", domain.reason);
  const origin = domain.ok ? domain.origin : "";

  const appId = required("appId", form.appId);
  const integrationId = required("integrationId", form.integrationId);
  const keyId = required("keyId", form.keyId);
  const { stored, storedSecrets } = context;
  const sameAccount =
    origin === stored.origin && appId === stored.appId && integrationId === stored.integrationId;
  const keySecret = required(
    "keySecret",
    form.keySecret,
    sameAccount && keyId === stored.keyId ? storedSecrets.keySecret : undefined,
  );
  const { api, apiSecret } = readApi(form, required, (next) =>
    sameAccount && sameHolder(next, stored.api) ? storedSecrets.apiSecret : undefined,
  );
  const email = api.kind === "token" ? api.email : "";
  if (email !== "" && !/^[^\s@/:]+@[^\s@/:]+$/u.test(email)) report("email", "invalid_format");

  const senderId = form.senderId.trim();
  if (senderId !== "" && !context.variables.includes(senderId)) report("senderId", "variable_unknown");

  if (problems.length > 0) return { problems };
  return {
    complete: { origin, appId, integrationId, keyId, api, senderId, secrets: { keySecret, apiSecret } },
  };
}

function readApi(
  form: ConnectorForm,
  required: (field: ConnectorField, given: string | undefined, fallback?: string) => string,
  kept: (api: Connector["api"]) => string | undefined,
): { api: Connector["api"]; apiSecret: string } {
  if (form.api.kind === "token") {
    const api = { kind: "token", email: required("email", form.api.email) } as const;
    return { api, apiSecret: required("apiToken", form.api.apiToken, kept(api)) };
  }
  const api = { kind: "oauth", clientId: required("clientId", form.api.clientId) } as const;
  return { api, apiSecret: required("clientSecret", form.api.clientSecret, kept(api)) };
}

/** An API token is good for every verified user of its account (zendesk.md §1), so another e-mail keeps it. */
function sameHolder(next: Connector["api"], stored: Connector["api"]): boolean {
  if (next.kind === "token") return stored.kind === "token";
  return stored.kind === "oauth" && stored.clientId === next.clientId;
}
