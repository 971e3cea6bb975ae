import { type Language, words } from "../i18n.ts";

/** The emulator writes what happened to a ticket in English; here each sentence stands beside its French. */
const sentences: readonly (readonly [english: RegExp, french: (found: readonly string[]) => string])[] = [
  [
    /^(.+) submitted the ticket as (new|open|pending|hold|solved|closed)\.$/su,
    ([who = "", status = ""]) => `${someone(who)} a passé le ticket au statut « ${statusName(status)} ».`,
  ],
  [/^(.+) ended the messaging session\.$/su, ([who]) => `${who} a terminé la session de messagerie.`],
  [
    /^(.+) assigned the ticket to (.+)\.$/su,
    ([who, to]) =>
      to === "nobody" ? `${who} a retiré l’assigné du ticket.` : `${who} a assigné le ticket à ${to}.`,
  ],
  [
    /^(.+) passed control of the conversation to (.+)\.$/su,
    ([who, to]) => `${who} a passé le contrôle de la conversation à ${to}.`,
  ],
  [
    /^The visitor rated the help as (.+)\.$/su,
    ([score = ""]) => `Le visiteur a évalué l’aide : « ${scores[score] ?? score} ».`,
  ],
  [/^The visitor ended the conversation\.$/u, () => "Le visiteur a terminé la conversation."],
  [/^The conversation was ended by the user\.$/u, () => "La conversation a été terminée par l’utilisateur."],
  [/^The conversation has been closed\.$/u, () => "La conversation a été close."],
  [/^The conversation continues by e-mail\.$/u, () => "La conversation se poursuit par e-mail."],
  [/^The conversation was deleted\.$/u, () => "La conversation a été supprimée."],
];

const scores: Record<string, string> = { good: "bien", bad: "mal" };

const someone = (who: string): string => (who === "A trigger" ? "Un déclencheur" : who);

const statusName = (status: string): string =>
  Object.entries(words.fr.status)
    .find(([name]) => name === status)?.[1]
    .toLowerCase() ?? status;

/** What happened to a ticket, in the page's language; a sentence that is not known stays as it is. */
export function eventText(text: string, language: Language): string {
  if (language === "en") return text;
  for (const [english, french] of sentences) {
    const found = english.exec(text);
    if (found) return french(found.slice(1));
  }
  return text;
}
