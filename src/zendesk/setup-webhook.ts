/** Is the integration's webhook ours, and does it send what is needed? */
import type { SetupWarning } from "../protocol/console.ts";
import { isPrivateHost, isZendeskAccount } from "./address-guard.ts";
import type { SuncoWebhook } from "./sunco-admin.ts";

/** Without it no operator's message would ever arrive. */
const neededTrigger = "conversation:message";
/** Webhooks named where ours is missing. */
const mostTold = 20;
const boxes = ["includeFullUser", "includeFullSource"] as const;

/** The webhook whose target is our URL; a slash at the end and upper case in the host make no difference. */
export function ownWebhook(webhooks: readonly SuncoWebhook[], webhookUrl: string): SuncoWebhook | undefined {
  const ours = comparable(webhookUrl);
  return webhooks.find(({ target }) => comparable(target) === ours);
}

function comparable(address: string): string {
  const text = address.trim();
  if (!URL.canParse(text)) {
    return text;
  }
  const url = new URL(text);
  return `${url.origin}${url.pathname.replace(/\/$/, "")}${url.search}`;
}

/** What stands in the way of webhooks, in the order in which to mend it. */
export function webhookWarnings(
  webhooks: readonly SuncoWebhook[],
  webhookUrl: string,
  accountOrigin: string,
): SetupWarning[] {
  const ours = ownWebhook(webhooks, webhookUrl);
  const warnings: SetupWarning[] = [];
  // The bundled emulator reaches us on loopback; a real account calls from the internet.
  if (isZendeskAccount(accountOrigin) && isPrivateHost(new URL(webhookUrl).hostname)) {
    warnings.push({ code: "webhook_unreachable", url: webhookUrl });
  }
  if (ours === undefined) {
    return [
      ...warnings,
      { code: "webhook_missing", targets: webhooks.slice(0, mostTold).map(({ target }) => target) },
    ];
  }
  if (!ours.triggers.includes(neededTrigger)) {
    warnings.push({ code: "trigger_missing", trigger: neededTrigger });
  }
  for (const box of boxes) {
    if (ours[box] !== true) {
      warnings.push({ code: "box_missing", box });
    }
  }
  return warnings;
}
