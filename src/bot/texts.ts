/**
 * What the system says, per language: notices in the conversation, the bot's own phrases, why something was
 * refused or failed, and what the operator reads. French is typed with ordinary spaces and set by
 * `frenchSpacing`; a text is never translated word by word.
 */
import type { Identity, OperatorNote } from "../conversation/model.ts";
import type { NoticeKey } from "../conversation/notices.ts";
import type { ErrorCode } from "../errors.ts";
import type { Language } from "../protocol/chat.ts";
import { maxTextLength } from "../protocol/chat.ts";
import { frenchSpacing } from "./typography.ts";

type Values = Readonly<Record<string, string>>;
type Words = Readonly<Record<Language, string>>;

// ── Notices ─────────────────────────────────────────────────────────────────────────────────────────────

const notices: Readonly<Record<NoticeKey, (values: Values) => Words>> = {
  connecting: () => ({
    en: "We are connecting you with our team. You can keep writing, nothing gets lost.",
    fr: "Nous vous mettons en relation avec notre équipe. Vous pouvez continuer à écrire, rien ne sera perdu.",
  }),
  connected: () => ({
    en: "Our team has your conversation. Someone will answer you here.",
    fr: "Notre équipe a reçu votre conversation. Quelqu’un va vous répondre ici même.",
  }),
  operator_joined: ({ name }) =>
    name === undefined
      ? { en: "Someone from our team has joined.", fr: "Une personne de notre équipe vous a rejoint." }
      : { en: `${name} has joined the conversation.`, fr: `${name} a rejoint la conversation.` },
  ended_by_operator: ({ name }) =>
    name === undefined
      ? {
          en: "Our team has ended the chat. The assistant is back for your next questions.",
          fr: "Notre équipe a mis fin à l’échange. L’assistant est de nouveau là pour vos questions.",
        }
      : {
          en: `${name} has ended the chat. The assistant is back for your next questions.`,
          fr: `${name} a mis fin à l’échange. L’assistant est de nouveau là pour vos questions.`,
        },
  ended_by_visitor: () => ({
    en: "You have left the chat with our team. The assistant is back for your next questions.",
    fr: "Vous avez quitté l’échange avec notre équipe. L’assistant est de nouveau là pour vos questions.",
  }),
  nobody_came: () => ({
    en: "Nobody from our team is free yet. You can keep waiting, or go back to the assistant; your messages stay here.",
    fr: "Personne de notre équipe n’est encore disponible. Vous pouvez patienter ou revenir à l’assistant ; vos messages restent ici.",
  }),
  solved: () => ({
    en: "Our team considers your request solved. If something is missing, just write; otherwise you can go back to the assistant.",
    fr: "Notre équipe considère votre demande comme résolue. S’il manque quelque chose, écrivez-le ; sinon, vous pouvez revenir à l’assistant.",
  }),
  silence_warning: () => ({
    en: "Are you still there? Without a word from you, the chat with our team ends in a few minutes.",
    fr: "Êtes-vous toujours là ? Sans message de votre part, l’échange avec notre équipe prendra fin dans quelques minutes.",
  }),
  message_removed: () => ({
    en: "A message was removed.",
    fr: "Un message a été retiré.",
  }),
  unreachable: () => ({
    en: "Your messages are not reaching our team at the moment. What is still on its way is kept and will be delivered as soon as possible; you can also go back to the assistant.",
    fr: "Vos messages n’atteignent pas notre équipe pour le moment. Ce qui est encore en route est conservé et sera remis dès que possible ; vous pouvez aussi revenir à l’assistant.",
  }),
  ended_solved: () => ({
    en: "Your request is solved and the chat with our team has ended. The assistant is back for your next questions.",
    fr: "Votre demande est résolue et l’échange avec notre équipe est terminé. L’assistant est de nouveau là pour vos questions.",
  }),
  ended_silent: () => ({
    en: "The chat with our team has ended, since you had not written for a while. The assistant is back; you can ask for our team again at any time.",
    fr: "L’échange avec notre équipe a pris fin, faute de message de votre part. L’assistant est de nouveau là ; vous pouvez redemander notre équipe à tout moment.",
  }),
  ended_disabled: () => ({
    en: "Our team can no longer be reached by this chat. The assistant is back for your next questions.",
    fr: "Notre équipe n’est plus joignable par ce chat. L’assistant est de nouveau là pour vos questions.",
  }),
  ended_unreachable: () => ({
    en: "The connection with our team is lost. The assistant is back; you can ask for our team again at any time.",
    fr: "La liaison avec notre équipe est interrompue. L’assistant est de nouveau là ; vous pouvez redemander notre équipe à tout moment.",
  }),
  connection_failed: () => ({
    en: "We could not connect you with our team. Please try again in a few minutes; meanwhile the assistant is here.",
    fr: "La mise en relation avec notre équipe n’a pas abouti. Réessayez dans quelques minutes ; d’ici là, l’assistant reste à votre disposition.",
  }),
  connection_timeout: () => ({
    en: "Connecting you with our team is taking too long. Please try again a little later; meanwhile the assistant is here.",
    fr: "La mise en relation avec notre équipe prend trop de temps. Réessayez un peu plus tard ; d’ici là, l’assistant reste à votre disposition.",
  }),
  livechat_unavailable: () => ({
    en: "Our team cannot be reached by chat at the moment. The assistant is still here for your questions.",
    fr: "Notre équipe n’est pas joignable par chat pour le moment. L’assistant reste là pour vos questions.",
  }),
};

/** The words of a notice. `values.name`: the operator's name, where the notice is about one. */
export function noticeText(notice: NoticeKey, values: Values, language: Language): string {
  return say(notices[notice](values), language);
}

// ── The bot's own phrases ───────────────────────────────────────────────────────────────────────────────

const phrases = {
  /** When the bot has no greeting item of its own. */
  greeting: {
    en: "Hello, how can I help you?",
    fr: "Bonjour, comment puis-je vous aider ?",
  },
  /** When the bot has no fallback item of its own. */
  fallback: {
    en: "I am not sure I understand. Could you put it another way?",
    fr: "Je ne suis pas sûr de comprendre. Pourriez-vous le dire autrement ?",
  },
  emailAgain: {
    en: "That does not look like an e-mail address. It should look like name@example.com. If you would rather not give one, write “skip”.",
    fr: "Cela ne ressemble pas à une adresse e-mail. Elle devrait ressembler à nom@exemple.fr. Si vous préférez ne pas en donner, écrivez « passer ».",
  },
  stepSkipped: {
    en: "No problem, we will go on without it.",
    fr: "Pas de souci, nous continuons sans.",
  },
  stepCancelled: {
    en: "All right, we will leave it there. What else can I do for you?",
    fr: "Très bien, restons-en là. Que puis-je faire d’autre pour vous ?",
  },
} as const satisfies Record<string, Words>;

export type Phrase = keyof typeof phrases;

/** A phrase the bot says when the knowledge has none for the moment. */
export function botPhrase(phrase: Phrase, language: Language): string {
  return say(phrases[phrase], language);
}

// ── Refusals and failures, in the visitor's words ───────────────────────────────────────────────────────

const textLimit = perLocale((format) => format.format(maxTextLength));

const notDelivered = {
  en: "Your message could not be delivered. Please send it again in a moment.",
  fr: "Votre message n’a pas pu être remis. Renvoyez-le dans un instant.",
};
const lockedOut = {
  en: "Your message did not reach our team: their system does not let us in at the moment. Keep it for later, or go back to the assistant.",
  fr: "Votre message n’est pas parvenu à notre équipe : son système ne nous laisse pas entrer pour le moment. Gardez-le pour plus tard ou revenez à l’assistant.",
};
const chatOver = {
  en: "Your message did not arrive, since the chat with our team is over.",
  fr: "Votre message n’est pas arrivé, car l’échange avec notre équipe est terminé.",
};
const sessionOver = {
  en: "This conversation has expired. Reload the page to begin a new one.",
  fr: "Cette conversation a expiré. Rechargez la page pour en commencer une nouvelle.",
};
const chatNotHere = {
  en: "This chat is not available on this page.",
  fr: "Ce chat n’est pas disponible sur cette page.",
};

const visitorErrors: Readonly<Partial<Record<ErrorCode, Words>>> = {
  message_empty: {
    en: "There is nothing to send yet. Write a few words first.",
    fr: "Il n’y a encore rien à envoyer. Écrivez d’abord quelques mots.",
  },
  message_too_long: {
    en: `Your message is too long: at most ${textLimit.en} characters can be sent at once. Shorten it, or send it in parts.`,
    fr: `Votre message est trop long : ${textLimit.fr} caractères au plus par envoi. Raccourcissez-le ou envoyez-le en plusieurs fois.`,
  },
  file_empty: {
    en: "This file is empty. Choose another one.",
    fr: "Ce fichier est vide. Choisissez-en un autre.",
  },
  file_too_large: {
    en: "This file is too large to be sent here. Choose a smaller one.",
    fr: "Ce fichier est trop volumineux pour être envoyé ici. Choisissez-en un plus petit.",
  },
  files_full: {
    en: "This conversation holds as many files as it can. Send the rest in another way.",
    fr: "Cette conversation contient déjà autant de fichiers que possible. Envoyez les autres par un autre moyen.",
  },
  file_unknown: {
    en: "This file is no longer here. Please choose it again.",
    fr: "Ce fichier n’est plus disponible. Choisissez-le à nouveau.",
  },
  choice_unknown: {
    en: "This answer is no longer offered. Write it in your own words.",
    fr: "Cette réponse n’est plus proposée. Écrivez-la avec vos mots.",
  },
  frame_invalid: {
    en: "Your message could not be read. Reload the page and send it again.",
    fr: "Votre message n’a pas pu être lu. Rechargez la page et renvoyez-le.",
  },
  request_invalid: {
    en: "Your message could not be read. Reload the page and send it again.",
    fr: "Votre message n’a pas pu être lu. Rechargez la page et renvoyez-le.",
  },
  request_too_large: {
    en: "This is more than can be sent at once. Send less, or send it in parts.",
    fr: "C’est plus qu’il n’est possible d’envoyer en une fois. Envoyez-en moins ou en plusieurs fois.",
  },
  session_unknown: sessionOver,
  link_expired: {
    en: "This link has expired. Open the file again from the conversation.",
    fr: "Ce lien a expiré. Ouvrez de nouveau le fichier depuis la conversation.",
  },
  channel_unknown: chatNotHere,
  origin_refused: chatNotHere,
  queue_full: {
    en: "Too many of your messages are still on their way. Wait a moment, then send this one again.",
    fr: "Trop de vos messages sont encore en route. Attendez un instant, puis renvoyez celui-ci.",
  },
  too_many_requests: {
    en: "You are writing faster than we can follow. Wait a moment, then send it again.",
    fr: "Vous écrivez plus vite que nous ne pouvons suivre. Attendez un instant, puis renvoyez votre message.",
  },
  shutting_down: {
    en: "The chat is restarting. Please send your message again in a few seconds.",
    fr: "Le chat redémarre. Renvoyez votre message dans quelques secondes.",
  },
  zendesk_refused: {
    en: "Your message could not be delivered to our team. Try putting it another way, or without the file.",
    fr: "Votre message n’a pas pu être remis à notre équipe. Essayez de le formuler autrement, ou sans le fichier.",
  },
  zendesk_credentials_refused: lockedOut,
  zendesk_host_refused: lockedOut,
  handoff_over: chatOver,
  zendesk_conversation_gone: chatOver,
  zendesk_conversation_full: {
    en: "This chat is full and takes no more messages. Leave it and ask for our team again.",
    fr: "Cet échange est plein et n’accepte plus de messages. Quittez-le, puis redemandez notre équipe.",
  },
  zendesk_busy: notDelivered,
  zendesk_unreachable: notDelivered,
  zendesk_unclear: {
    en: "We could not make sure that your message arrived. Send it again if nobody refers to it.",
    fr: "Nous n’avons pas pu vérifier que votre message est arrivé. Renvoyez-le si personne n’y répond.",
  },
  zendesk_answer_unreadable: notDelivered,
  media_unavailable: {
    en: "This file cannot be fetched at the moment. Please try again in a few minutes.",
    fr: "Ce fichier ne peut pas être récupéré pour le moment. Réessayez dans quelques minutes.",
  },
};

const anyError: Words = {
  en: "Something went wrong on our side. Please try again in a moment.",
  fr: "Un problème est survenu de notre côté. Réessayez dans un instant.",
};

/** Why a message or file was refused or did not arrive, and what to do. Any code gets a sentence. */
export function visitorError(code: string, language: Language): string {
  const known = new Map<string, Words>(Object.entries(visitorErrors)).get(code);
  return say(known ?? anyError, language);
}

/** How an operator is called whose name Zendesk does not tell. */
export function unnamedOperator(language: Language): string {
  return say({ en: "Our team", fr: "Notre équipe" }, language);
}

/** Around what an operator sends that the window shows in words: cards, places, forms, choices. */
export const richWords: Readonly<
  Record<
    Language,
    Readonly<
      Record<
        "choices" | "asked" | "map" | "picture" | "hiddenPicture" | "elsewhere" | "rating" | "unknown",
        string
      >
    >
  >
> = {
  en: {
    choices: "You can answer, for example:",
    asked: "Please write here:",
    map: "Show on a map",
    picture: "Picture",
    hiddenPicture: "(A picture that cannot be shown here)",
    elsewhere: "These buttons do not work in this chat; please answer in words:",
    rating: "(A rating cannot be given in this chat.)",
    unknown: "Our team has sent something that cannot be shown here. Please ask for it in words.",
  },
  fr: {
    choices: frenchSpacing("Vous pouvez répondre, par exemple :"),
    asked: frenchSpacing("Merci d’indiquer ici :"),
    map: "Voir sur une carte",
    picture: "Image",
    hiddenPicture: "(Une image qui ne peut pas s’afficher ici)",
    elsewhere: frenchSpacing(
      "Ces boutons ne fonctionnent pas dans cette fenêtre ; merci de répondre par écrit :",
    ),
    rating: "(Cette évaluation ne peut pas être donnée dans cette fenêtre.)",
    unknown: "Notre équipe a envoyé un contenu qui ne peut pas s’afficher ici. Demandez-lui de l’écrire.",
  },
};

// ── What the operator reads ─────────────────────────────────────────────────────────────────────────────

export interface OperatorTexts {
  /** First line of the opening message when a variable tells who the visitor is. */
  stated: (identity: Identity) => string;
  /** First line otherwise. */
  anonymous: string;
  /** The conversation came from a preview page. */
  test: string;
  /** Heads the messages that are too old to be handed over one by one. */
  earlierMessages: string;
  /** The older messages did not all fit into the opening message. */
  earlierCut: string;
  /** The opening message's last line when single messages follow it. */
  historyFollows: (botName: string) => string;
  /** Who said an older message. */
  visitor: string;
  /** One line for a file among the older messages. */
  file: (name: string) => string;
  /** In the place of a message that was redacted at Zendesk. */
  removed: string;
  note: Readonly<Record<OperatorNote, string>>;
}

/** Lines for the operator, in the visitor's language. */
export const operatorTexts: Readonly<Record<Language, OperatorTexts>> = {
  en: {
    stated: ({ variable, value }) => `Stated by the visitor, not verified: ${variable} = ${value}`,
    anonymous: "The visitor has not said who they are.",
    test: "This is a test conversation from the preview page.",
    earlierMessages: "Earlier messages",
    earlierCut: "(The beginning is left out.)",
    historyFollows: (botName) => `Conversation with the assistant “${botName}” so far:`,
    visitor: "Visitor",
    file: (name) => `[File: ${name}]`,
    removed: "[Message removed]",
    note: {
      visitor_left: "The visitor has left the chat and no longer reads it.",
      visitor_left_before_connection: "The visitor left the chat before being connected.",
      connect_timeout:
        "Connecting the visitor took too long, so they are back with the assistant and no longer read this chat.",
      visitor_silent:
        "The visitor has not written for a while, so the chat was ended. They are back with the assistant.",
      visitor_back_with_bot: "The visitor is back with the assistant and no longer reads this chat.",
      connector_disabled: "The chat was ended because the link with Zendesk was switched off.",
      visitor_gone:
        "The chat was already over when your message arrived. The visitor sees it marked as late, and their answers go to the assistant.",
      visitor_with_others:
        "The chat was already over when your message arrived. The visitor sees it marked as late, and has since begun another chat with the team: their answers go there.",
    },
  },
  fr: {
    stated: ({ variable, value }) =>
      `${frenchSpacing("Déclaré par le visiteur, non vérifié : ")}${variable} = ${value}`,
    anonymous: "Le visiteur n’a pas dit qui il est.",
    test: "Conversation de test, depuis la page de prévisualisation.",
    earlierMessages: "Messages précédents",
    earlierCut: "(Le début n’est pas repris.)",
    historyFollows: (botName) => frenchSpacing(`Conversation avec l’assistant « ${botName} » jusqu’ici :`),
    visitor: "Visiteur",
    file: (name) => `${frenchSpacing("[Fichier : ")}${name}]`,
    removed: "[Message retiré]",
    note: {
      visitor_left: "Le visiteur a quitté l’échange et ne le lit plus.",
      visitor_left_before_connection: "Le visiteur a quitté l’échange avant la mise en relation.",
      connect_timeout:
        "La mise en relation a pris trop de temps. Le visiteur est de retour auprès de l’assistant et ne lit plus cet échange.",
      visitor_silent:
        "Le visiteur n’écrit plus depuis un moment : l’échange a été clos. Il est de retour auprès de l’assistant.",
      visitor_back_with_bot: "Le visiteur est de retour auprès de l’assistant et ne lit plus cet échange.",
      connector_disabled: "L’échange a été clos, car la liaison avec Zendesk a été désactivée.",
      visitor_gone:
        "L’échange était déjà terminé à l’arrivée de votre message. Le visiteur le voit marqué comme tardif, et ses réponses vont à l’assistant.",
      visitor_with_others:
        "L’échange était déjà terminé à l’arrivée de votre message. Le visiteur le voit marqué comme tardif et a commencé depuis un autre échange avec l’équipe, où vont ses réponses.",
    },
  },
};

// ────────────────────────────────────────────────────────────────────────────────────────────────────────

function say(words: Words, language: Language): string {
  return language === "fr" ? frenchSpacing(words.fr) : words.en;
}

function perLocale(write: (format: Intl.NumberFormat) => string): Words {
  return { en: write(new Intl.NumberFormat("en")), fr: write(new Intl.NumberFormat("fr")) };
}
