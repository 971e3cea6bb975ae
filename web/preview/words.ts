import type { Language } from "../../src/protocol/chat.ts";

const en = {
  product: "Zendesk Livechat connector",
  // Home page
  homeLead: "The server is running. Here is what to open first.",
  homeSteps: [
    {
      title: "Talk to the bot",
      text: "The preview page shows the chatbox on a sample site. Ask “What are your opening hours?”, then say “My cat is ill, can I talk to someone?”.",
      link: "Open the preview page",
    },
    {
      title: "Answer as an operator",
      text: "The emulator stands in for Zendesk. Your conversation appears there as a ticket: open it and reply.",
      link: "Open the operator page",
    },
    {
      title: "See how it is set up",
      text: "The console holds the bot’s preferences and the link to Zendesk.",
      link: "Open the console",
    },
  ],
  newTab: "opens in a new tab",
  homeLogin: (user: string, file: string): [string, string, string, string] => [
    "Log in as ",
    user,
    " with the password in ",
    file,
  ],
  homeLoading: "Looking up the addresses…",
  homeFailed: "The addresses could not be read. The console is at",
  // Preview page
  previewTitle: "Preview of the chatbox",
  previewMark: "Preview",
  previewText: "This is a test conversation with the published content.",
  previewControls: "Preview settings",
  language: "Language",
  width: "Width",
  desktop: "Desktop",
  phone: "Phone",
  startOver: "Start over",
  home: "What to open first",
  phoneFrame: "Sample page at the width of a phone",
  // The sample site
  site: {
    name: "Fern & Paw",
    menu: ["Appointments", "Our team", "Advice", "Find us"],
    menuLabel: "Sample menu",
    title: "Good care for the animals you live with",
    lead: "Three vets, two nurses and one very patient receptionist, and a shop with everything a small household of animals needs.",
    call: "Book a visit",
    hours: "Open Monday to Friday, 8:30 am to 7 pm, Saturday 9 am to 5 pm",
    cards: [
      {
        title: "First visits",
        text: "Half an hour with a vet who gets down on the floor. Bring the health book and a favourite toy.",
      },
      {
        title: "Vaccinations",
        text: "A reminder arrives two weeks before they are due, and the queue is short on Tuesday mornings.",
      },
      {
        title: "Emergencies",
        text: "One of us is on call every night. If you are not sure whether it can wait, ask us.",
      },
    ],
    note: "A sample page. The button at the bottom right is the real chatbox.",
  },
};

export type Words = typeof en;

const fr: Words = {
  product: "Connecteur Zendesk Livechat",
  homeLead: "Le serveur est prêt. Voici par où commencer.",
  homeSteps: [
    {
      title: "Parler au bot",
      text: "La page d’aperçu montre la discussion sur un site d’exemple. Demandez «\u00a0Quels sont vos horaires\u00a0?\u00a0», puis écrivez «\u00a0Mon chat est malade, puis\u2011je parler à quelqu’un\u00a0?\u00a0».",
      link: "Ouvrir la page d’aperçu",
    },
    {
      title: "Répondre en tant que conseiller",
      text: "L’émulateur tient lieu de Zendesk. Votre conversation y apparaît sous forme de ticket\u00a0: ouvrez-le et répondez.",
      link: "Ouvrir la page du conseiller",
    },
    {
      title: "Voir la configuration",
      text: "La console contient les préférences du bot et le lien avec Zendesk.",
      link: "Ouvrir la console",
    },
  ],
  newTab: "s’ouvre dans un nouvel onglet",
  homeLogin: (user, file) => ["Identifiant\u00a0: ", user, ". Le mot de passe se trouve dans ", file],
  homeLoading: "Recherche des adresses…",
  homeFailed: "Les adresses n’ont pas pu être lues. La console se trouve à l’adresse",
  previewTitle: "Aperçu de la discussion",
  previewMark: "Aperçu",
  previewText: "Conversation de test avec le contenu publié.",
  previewControls: "Réglages de l’aperçu",
  language: "Langue",
  width: "Largeur",
  desktop: "Ordinateur",
  phone: "Téléphone",
  startOver: "Recommencer",
  home: "Par où commencer",
  phoneFrame: "Page d’exemple à la largeur d’un téléphone",
  site: {
    name: "Fern & Paw",
    menu: ["Rendez-vous", "L’équipe", "Conseils", "Nous trouver"],
    menuLabel: "Menu d’exemple",
    title: "De bons soins pour les animaux qui partagent votre vie",
    lead: "Trois vétérinaires, deux infirmières et un réceptionniste d’une grande patience, et une boutique où trouver ce dont une petite maisonnée d’animaux a besoin.",
    call: "Prendre rendez-vous",
    hours: "Ouvert du lundi au vendredi de 8\u00a0h\u00a030 à 19\u00a0h, le samedi de 9\u00a0h à 17\u00a0h",
    cards: [
      {
        title: "Première visite",
        text: "Une demi-heure avec un vétérinaire qui s’assoit par terre. Apportez le carnet de santé et un jouet préféré.",
      },
      {
        title: "Vaccins",
        text: "Un rappel vous parvient deux semaines avant l’échéance, et l’attente est courte le mardi matin.",
      },
      {
        title: "Urgences",
        text: "L’un de nous est de garde chaque nuit. Si vous hésitez à attendre le matin, demandez-nous.",
      },
    ],
    note: "Page d’exemple. Le bouton en bas à droite est la vraie discussion.",
  },
};

export function wordsFor(language: Language): Words {
  return language === "fr" ? fr : en;
}
