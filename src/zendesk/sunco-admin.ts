/** The Sunshine Conversations calls that need an app-scoped key: what the account is and how it is set up. */
import * as z from "zod";
import { readAnswer, type ZendeskHttp } from "./http.ts";
import { type SuncoAccount, suncoCall } from "./sunco.ts";

const appAnswer = z.object({
  app: z.object({
    settings: z.object({ multiConvoEnabled: z.boolean().nullish() }).nullish().catch(undefined),
  }),
});

/** GetApp `settings.multiConvoEnabled` (zendesk.md §4); undefined when the account does not say. */
export async function allowsSeveralConversations(
  http: ZendeskHttp,
  account: SuncoAccount,
): Promise<boolean | undefined> {
  const request = suncoCall(account, { method: "GET" }, "");
  const { app } = readAnswer(request, await http.send(request), "sunco", appAnswer);
  return app.settings?.multiConvoEnabled ?? undefined;
}
