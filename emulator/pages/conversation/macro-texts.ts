import type { Language } from "../i18n.ts";

const en = {
  greeting: {
    label: "Greeting, with formatting",
    html: (requester: string, me: string) =>
      `<p>Hello <strong>${requester}</strong>, this is ${me}.</p><p>To help you I need:</p><ul><li><p>your <em>order number</em></p></li><li><p>a picture, if you have one</p></li></ul>`,
  },
  quick: {
    label: "Quick replies",
    text: "When would it suit you?",
    morning: "This morning",
    afternoon: "This afternoon",
    later: "Another day",
  },
  buttons: {
    label: "Buttons",
    text: "The guide answers most questions. Shall we call you back all the same?",
    read: "Read the guide",
    call: "Call me back",
  },
  carousel: {
    label: "Carousel with pictures",
    see: "See more",
    book: "Choose this one",
    items: [
      { title: "Garden view", description: "Quiet, on the ground floor" },
      { title: "Sea view", description: "With a balcony" },
      { title: "Town view", description: "Five minutes from the station" },
    ],
  },
  list: {
    label: "List",
    choose: "Choose",
    items: [
      { title: "Exchange", description: "We send another one today" },
      { title: "Refund", description: "Within five working days" },
      { title: "Repair", description: "About two weeks" },
    ],
  },
  location: { label: "Location", name: "Our shop", address: "5 avenue Anatole France, Paris" },
  form: {
    label: "Form asking for the e-mail",
    name: "Your name",
    nameExample: "Ann Example",
    email: "Your e-mail address",
    emailExample: "ann@example.org",
    topic: "What is it about?",
    topics: ["An order", "A bill", "Something else"],
  },
};

const fr: typeof en = {
  greeting: {
    label: "Accueil, avec mise en forme",
    html: (requester, me) =>
      `<p>Bonjour <strong>${requester}</strong>, je suis ${me}.</p><p>Pour vous aider, il me faut :</p><ul><li><p>votre <em>numéro de commande</em></p></li><li><p>une photo, si vous en avez une</p></li></ul>`,
  },
  quick: {
    label: "Réponses rapides",
    text: "Quand cela vous conviendrait-il ?",
    morning: "Ce matin",
    afternoon: "Cet après-midi",
    later: "Un autre jour",
  },
  buttons: {
    label: "Boutons",
    text: "Le guide répond à la plupart des questions. Souhaitez-vous tout de même être rappelé ?",
    read: "Lire le guide",
    call: "Rappelez-moi",
  },
  carousel: {
    label: "Carrousel avec images",
    see: "En savoir plus",
    book: "Choisir",
    items: [
      { title: "Vue sur le jardin", description: "Calme, au rez-de-chaussée" },
      { title: "Vue sur la mer", description: "Avec balcon" },
      { title: "Vue sur la ville", description: "À cinq minutes de la gare" },
    ],
  },
  list: {
    label: "Liste",
    choose: "Choisir",
    items: [
      { title: "Échange", description: "Un autre part aujourd’hui" },
      { title: "Remboursement", description: "Sous cinq jours ouvrés" },
      { title: "Réparation", description: "Environ deux semaines" },
    ],
  },
  location: { label: "Position", name: "Notre magasin", address: "5 avenue Anatole France, Paris" },
  form: {
    label: "Formulaire demandant l’e-mail",
    name: "Votre nom",
    nameExample: "Anne Exemple",
    email: "Votre adresse e-mail",
    emailExample: "anne@example.org",
    topic: "De quoi s’agit-il ?",
    topics: ["Une commande", "Une facture", "Autre chose"],
  },
};

export const macroTexts: Record<Language, typeof en> = { en, fr };
