/** The app: there is one, and what an account key may do with more of them is refused. */
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { badRequest, Refusal } from "../refusal.ts";
import type { World } from "../world/world.ts";
import { conversationsCaller } from "./auth.ts";
import { MetadataBody, MetadataPatch, patchMetadata } from "./metadata.ts";
import { cursorPage } from "./pages.ts";
import type { Route } from "./route.ts";

const Settings = z.object({
  conversationRetentionSeconds: z.number().int().min(0).optional(),
  maskCreditCardNumbers: z.boolean().optional(),
  useAnimalNames: z.boolean().optional(),
  echoPostback: z.boolean().optional(),
  ignoreAutoConversationStart: z.boolean().optional(),
  multiConvoEnabled: z.boolean().optional(),
  appLocalizationEnabled: z.boolean().optional(),
  endSessionEnabled: z.boolean().optional(),
  disableConversationReopen: z.boolean().optional(),
});
const displayName = z.string().min(1).max(100);
const CreateApp = z.object({ displayName, settings: Settings.optional(), metadata: MetadataBody });
const PatchApp = z.object({
  displayName: displayName.optional(),
  settings: Settings.optional(),
  metadata: MetadataPatch,
});

/** What a new app is set to. */
const ordinary = {
  appLocalizationEnabled: true,
  echoPostback: false,
  maskCreditCardNumbers: true,
  useAnimalNames: false,
};

function appShape(world: World) {
  const { appId, name, settings, appSettings, metadata } = world.account();
  return {
    id: appId,
    displayName: name,
    settings: { ...ordinary, ...appSettings, multiConvoEnabled: settings.multiConversations },
    metadata: metadata ?? {},
  };
}

/** The emulator stands for an account's own host; this is the name it goes by. */
const withSubdomain = (world: World) => ({ ...appShape(world), subdomain: "zendesk-emulator" });

export function ownAppRoutes(route: Route, world: World): void {
  route("get", "", "app", 200, () => ({ app: withSubdomain(world) }));

  route("patch", "", "app", 200, ({ request }) => {
    const body = PatchApp.parse(request.body);
    const { multiConvoEnabled, ...others } = body.settings ?? {};
    const account = world.account();
    // Documented as irreversible; how the call is refused is not.
    if (multiConvoEnabled === false && account.settings.multiConversations)
      throw badRequest("multiConvoEnabled cannot be turned off once it is on.");
    const kept = Object.entries({ ...account.appSettings, ...others });
    world.accounts.put({
      ...account,
      name: body.displayName ?? account.name,
      metadata: patchMetadata(account.metadata ?? {}, body.metadata, "App"),
      appSettings: Object.fromEntries(
        kept.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
      ),
      settings: {
        ...account.settings,
        multiConversations: multiConvoEnabled ?? account.settings.multiConversations,
      },
    });
    return { app: appShape(world) };
  });
}

/** Listing and creating apps, and whose credentials these are. */
export function accountRoutes(server: FastifyInstance, route: Route, world: World): void {
  route("get", "", "account", 200, ({ request }) => {
    const { rows, meta, links } = cursorPage(request, world.origin(), [appShape(world)]);
    return { apps: rows, meta, links };
  });
  route("post", "", "account", 201, ({ request }) => {
    CreateApp.parse(request.body);
    throw new Refusal(
      402,
      "payment_required",
      "Your account has reached the maximum number of apps for your subscription plan",
    );
  });
  server.get("/sc/v2/tokenInfo", async (request) => {
    conversationsCaller(world, request.headers.authorization);
    return { app: withSubdomain(world) };
  });
}
