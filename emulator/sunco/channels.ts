/** What each kind of integration is configured with: the fields that the reference names. */
import * as z from "zod";
import type { Integration } from "../world/state/entities.ts";

const text = z.string();
const filled = z.string().min(1);
const flag = z.boolean();
const texts = z.array(text);

interface Channel {
  readonly fields: Readonly<Record<string, z.ZodType>>;
  readonly required?: readonly string[];
  /** Told on creation and never shown again. */
  readonly secret?: readonly string[];
  /** What can be changed later. */
  readonly changeable?: readonly string[];
}

const sdk = { canUserSeeConversationList: flag, canUserCreateMoreConversations: flag };
const sdkFields = Object.keys(sdk);
const web = {
  brandColor: text.regex(/^(?:[0-9a-f]{3}){1,2}$/iu),
  fixedIntroPane: flag,
  conversationColor: text.regex(/^(?:[0-9a-f]{3}){1,2}$/iu),
  actionColor: text.regex(/^(?:[0-9a-f]{3}){1,2}$/iu),
  displayStyle: z.enum(["button", "tab"]),
  buttonIconUrl: text.nullable(),
  buttonWidth: text,
  buttonHeight: text,
  integrationOrder: texts.nullable(),
  businessName: text,
  businessIconUrl: text,
  backgroundImageUrl: text,
  originWhitelist: texts.nullable(),
  prechatCapture: z.looseObject({ enabled: flag.optional(), enableEmailLinking: flag.optional() }),
  ...sdk,
};

const channels: Readonly<Record<Exclude<Integration["type"], "custom">, Channel>> = {
  android: {
    fields: {
      projectId: filled.nullable(),
      clientEmail: filled.nullable(),
      privateKey: filled.nullable(),
      serverKey: filled.nullable(),
      senderId: filled.nullable(),
      ...sdk,
    },
    secret: ["projectId", "clientEmail", "privateKey", "serverKey"],
    changeable: ["projectId", "clientEmail", "privateKey", "serverKey", "senderId", ...sdkFields],
  },
  apple: {
    fields: {
      businessId: text,
      apiSecret: text,
      mspId: text,
      authenticationMessageSecret: text.min(88),
    },
    required: ["businessId", "apiSecret", "mspId"],
    secret: ["apiSecret"],
    changeable: ["authenticationMessageSecret"],
  },
  instagram: {
    fields: {
      pageAccessToken: text,
      appId: text,
      appSecret: text,
      storyRepliesEnabled: flag,
      storyMentionsEnabled: flag,
    },
    required: ["pageAccessToken", "appId", "appSecret"],
    secret: ["pageAccessToken", "appSecret"],
    changeable: ["pageAccessToken", "storyRepliesEnabled", "storyMentionsEnabled"],
  },
  ios: {
    fields: {
      certificate: filled.nullable(),
      password: text,
      production: flag,
      autoUpdateBadge: flag,
      ...sdk,
    },
    secret: ["certificate", "password"],
    changeable: ["certificate", "password", "production", "autoUpdateBadge", ...sdkFields],
  },
  line: {
    fields: {
      channelId: text,
      channelSecret: text,
      channelAccessToken: text,
      serviceCode: text,
      switcherSecret: filled,
      qrCodeUrl: text,
    },
  },
  mailgun: {
    fields: {
      apiKey: filled,
      signingKey: filled,
      domain: filled,
      incomingAddress: filled,
      hideUnsubscribeLink: flag,
      fromAddress: filled.nullable(),
    },
    required: ["apiKey", "domain", "incomingAddress"],
    secret: ["apiKey"],
    changeable: ["hideUnsubscribeLink", "fromAddress"],
  },
  messagebird: {
    fields: { accessKey: filled, signingKey: filled, originator: filled },
    required: ["accessKey", "signingKey", "originator"],
    secret: ["accessKey", "signingKey"],
  },
  messenger: {
    fields: { pageAccessToken: text, appId: text, appSecret: text, pageId: z.number(), pageName: text },
    required: ["pageAccessToken", "appId", "appSecret"],
    secret: ["appSecret"],
    changeable: ["pageAccessToken"],
  },
  telegram: { fields: { token: filled }, required: ["token"], secret: ["token"] },
  twilio: {
    fields: { accountSid: text, authToken: filled, phoneNumberSid: filled, messagingServiceSid: filled },
    required: ["accountSid", "authToken"],
    secret: ["authToken"],
  },
  twitter: {
    fields: {
      tier: z.literal("enterprise"),
      consumerKey: filled,
      consumerSecret: filled,
      accessTokenKey: filled,
      accessTokenSecret: filled,
    },
    required: ["tier", "consumerKey", "consumerSecret", "accessTokenKey", "accessTokenSecret"],
    secret: ["consumerKey", "consumerSecret", "accessTokenKey", "accessTokenSecret"],
  },
  unity: { fields: sdk, changeable: sdkFields },
  viber: { fields: { token: filled }, required: ["token"], secret: ["token"] },
  web: { fields: web, changeable: Object.keys(web) },
  whatsapp: {
    fields: {
      hsmFallbackLanguage: text.nullable(),
      accountId: text.nullable(),
      accountManagementAccessToken: text.nullable(),
    },
    changeable: ["hsmFallbackLanguage", "accountId", "accountManagementAccessToken"],
  },
};

const channelOf = (type: Integration["type"]): Channel =>
  type === "custom" ? { fields: {} } : channels[type];

/** What may be said of any channel. */
const common = { showAIDisclaimer: flag };

function schemaOf(type: Integration["type"], names: readonly string[], required: readonly string[]) {
  const fields: Record<string, z.ZodType> = { ...common, ...channelOf(type).fields };
  const wanted = Object.entries(fields).filter(([name]) => name in common || names.includes(name));
  return z.object(
    Object.fromEntries(
      wanted.map(([name, schema]) => [name, required.includes(name) ? schema : schema.optional()]),
    ),
  );
}

const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The configuration that a new integration of this kind is given; fails when something is missing or wrong. */
export function newConfig(type: Integration["type"], body: unknown): Record<string, unknown> {
  const { fields, required = [] } = channelOf(type);
  return present(schemaOf(type, Object.keys(fields), required).parse(body));
}

/** What changes in it; what cannot be changed later is passed over. */
export function changedConfig(type: Integration["type"], body: unknown): Record<string, unknown> {
  return present(schemaOf(type, channelOf(type).changeable ?? [], []).parse(body));
}

/** Without its secrets. */
export function shownConfig({ type, config = {} }: Integration): Record<string, unknown> {
  const secret = channelOf(type).secret ?? [];
  return Object.fromEntries(Object.entries(config).filter(([name]) => !secret.includes(name)));
}
