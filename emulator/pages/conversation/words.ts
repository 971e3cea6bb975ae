import { useContext } from "react";
import { type Language, LanguageContext } from "../i18n.ts";

const en = {
  earlierMessages: "Show earlier messages",
  loadingEarlier: "Loading earlier messages…",
  deleted: "This message was deleted.",
  survey: "Satisfaction survey",
  surveyRated: "answered",
  buttons: "Buttons of this message",
  action: {
    reply: "Quick reply",
    link: "Link",
    webview: "Web view",
    postback: "Button",
    buy: "Purchase",
    locationRequest: "Asks for the location",
  },
  carousel: (count: number) => `Carousel of ${count} cards`,
  list: (count: number) => `List of ${count} entries`,
  location: "Location",
  openMap: "Open on a map",
  form: "Form",
  formSubmitted: "Answered",
  formOptions: (options: string) => `Choices: ${options}`,
  formResponse: "Answers to the form",
  noAnswer: "No answer",

  toolbar: "Formatting",
  bold: "Bold",
  italic: "Italic",
  code: "Code",
  link: "Link",
  bullets: "Bulleted list",
  numbers: "Numbered list",
  linkAddress: "Address of the link",
  linkApply: "Set link",
  linkRemove: "Remove link",
  linkBad: "Give a whole address, such as https://example.com.",

  macros: "Macros",
  prepared: "Prepared to go out",
  removePrepared: "Remove what was prepared",
  fileLimit: "Up to 10 files of 50 MB each",
  tooBig: (names: string) => `Larger than 50 MB, not attached: ${names}`,
  tooMany: "At most 10 files in one reply.",
  priority: "Priority",
  otherTickets: "Other tickets",
  customField: (id: string) => `Field ${id}`,
};
export type ConversationWords = typeof en;

const fr: ConversationWords = {
  earlierMessages: "Afficher les messages précédents",
  loadingEarlier: "Chargement des messages précédents…",
  deleted: "Ce message a été supprimé.",
  survey: "Enquête de satisfaction",
  surveyRated: "réponse reçue",
  buttons: "Boutons de ce message",
  action: {
    reply: "Réponse rapide",
    link: "Lien",
    webview: "Page intégrée",
    postback: "Bouton",
    buy: "Achat",
    locationRequest: "Demande la position",
  },
  carousel: (count) => `Carrousel de ${count} cartes`,
  list: (count) => `Liste de ${count} éléments`,
  location: "Position",
  openMap: "Ouvrir sur une carte",
  form: "Formulaire",
  formSubmitted: "Rempli",
  formOptions: (options) => `Choix : ${options}`,
  formResponse: "Réponses au formulaire",
  noAnswer: "Sans réponse",

  toolbar: "Mise en forme",
  bold: "Gras",
  italic: "Italique",
  code: "Code",
  link: "Lien",
  bullets: "Liste à puces",
  numbers: "Liste numérotée",
  linkAddress: "Adresse du lien",
  linkApply: "Poser le lien",
  linkRemove: "Retirer le lien",
  linkBad: "Indiquez une adresse entière, comme https://exemple.fr.",

  macros: "Macros",
  prepared: "Prêt à partir",
  removePrepared: "Retirer ce qui est préparé",
  fileLimit: "Jusqu’à 10 fichiers de 50 Mo chacun",
  tooBig: (names) => `Plus de 50 Mo, non joint : ${names}`,
  tooMany: "Au plus 10 fichiers par réponse.",
  priority: "Priorité",
  otherTickets: "Autres tickets",
  customField: (id) => `Champ ${id}`,
};

const words: Record<Language, ConversationWords> = { en, fr };

/** Words of the conversation and its card. */
export const useConversationWords = (): ConversationWords => words[useContext(LanguageContext).language];
