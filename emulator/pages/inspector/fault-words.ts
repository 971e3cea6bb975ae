/** The faults in plain words. */
import { useContext } from "react";
import { type Language, LanguageContext } from "../i18n.ts";
import type { NumberField, Place, RequestKind, sources, WebhookKind } from "./kinds.ts";

interface Named {
  readonly label: string;
  readonly hint: string;
}

export interface FaultWords {
  readonly request: Readonly<Record<RequestKind, Named>>;
  readonly webhook: Readonly<Record<WebhookKind, Named>>;
  readonly field: Readonly<Record<NumberField, string>>;
  readonly place: Readonly<Record<Place, string>>;
  readonly source: Readonly<Record<(typeof sources)[number], string>>;
}

const en: FaultWords = {
  request: {
    status: { label: "Refuse it", hint: "Answers with an error; nothing is done." },
    drop: { label: "Close the connection", hint: "Before anything is done." },
    hang: { label: "Never answer", hint: "The request stays open; nothing is done." },
    delay: { label: "Answer late", hint: "It is done after the wait." },
    acceptAndDrop: {
      label: "Do it, then close the connection",
      hint: "The caller cannot know that it was done.",
    },
    acceptThenStatus: { label: "Do it, then answer with an error", hint: "As a failing proxy does." },
    heldThenAccepted: {
      label: "Hold it, and do it once the caller has given up",
      hint: "Who tries again too early finds it twice.",
    },
    lag: { label: "Leave out the newest messages", hint: "The list lags behind what was written." },
    stripMetadata: { label: "Leave out all metadata", hint: "In the answer; what is stored keeps it." },
    malformed: { label: "Answer with half of the JSON", hint: "It is done; the answer cannot be read." },
    cut: { label: "Break off in the middle of the answer", hint: "It is done; then the connection closes." },
    trickle: { label: "Answer drop by drop", hint: "The whole answer comes, slowly." },
  },
  webhook: {
    lose: { label: "Lose the event", hint: "It is never sent." },
    duplicate: { label: "Send it several times", hint: "Each time with the same event id." },
    delay: { label: "Send it late", hint: "Later events overtake it." },
    reorder: { label: "Send it after later events", hint: "It waits until they are out." },
    beforeAnswer: {
      label: "Send it before the answer to the call that caused it",
      hint: "The echo arrives first.",
    },
    batch: { label: "Send several events in one request", hint: "Or fewer, once the wait is over." },
    answerLost: { label: "Lose the receiver’s answer", hint: "So the same event is sent again." },
    poison: { label: "Send it between malformed events", hint: "In one request; only one event is good." },
    unknownType: { label: "Send an event of an unknown type first", hint: "Then the event itself." },
    unknownFields: { label: "Add unknown fields everywhere", hint: "As a later version of Zendesk might." },
    stripMetadata: { label: "Leave out all metadata", hint: "Of the message and its conversation." },
    wrongSecret: { label: "Send a wrong secret", hint: "A receiver that checks refuses it." },
    missingSecret: { label: "Send no secret", hint: "The X-API-Key header is missing." },
    malformed: { label: "Send half of the JSON", hint: "The request cannot be read." },
    oversized: { label: "Send far too much", hint: "Padding makes the request huge." },
    trickle: { label: "Send it drop by drop", hint: "The whole event comes, slowly." },
  },
  field: {
    status: "Status",
    retryAfter: "Retry-After (seconds, may stay empty)",
    delayMs: "Wait (seconds)",
    holdMs: "Do it at the latest after (seconds, may stay empty)",
    lagMs: "Age of what is left out (seconds)",
    pieces: "Pieces",
    copies: "How many",
    behind: "Later events to wait for",
    size: "Events in one request",
    bytes: "Bytes",
  },
  place: {
    postMessage: "Posting a message",
    listMessages: "Listing messages",
    createConversation: "Creating a conversation",
    createUser: "Creating a user",
    passControl: "Passing control",
    upload: "Uploading a file",
    conversations: "Any call of Sunshine Conversations",
    tickets: "Any call for tickets",
    support: "Any call of Support",
    everything: "Any call",
  },
  source: {
    "api:conversations": "The program itself (echoes)",
    "zd:agentWorkspace": "An agent",
    "zd:answerBot": "Zendesk’s bot",
  },
};

const fr: FaultWords = {
  request: {
    status: { label: "La refuser", hint: "Répond par une erreur ; rien n’est fait." },
    drop: { label: "Couper la connexion", hint: "Avant que quoi que ce soit soit fait." },
    hang: { label: "Ne jamais répondre", hint: "La requête reste ouverte ; rien n’est fait." },
    delay: { label: "Répondre en retard", hint: "C’est fait après l’attente." },
    acceptAndDrop: {
      label: "L’exécuter, puis couper la connexion",
      hint: "L’appelant ne peut pas savoir que c’est fait.",
    },
    acceptThenStatus: {
      label: "L’exécuter, puis répondre par une erreur",
      hint: "Comme le fait un proxy défaillant.",
    },
    heldThenAccepted: {
      label: "La retenir, et l’exécuter quand l’appelant a renoncé",
      hint: "Qui réessaie trop tôt la trouve en double.",
    },
    lag: {
      label: "Omettre les messages les plus récents",
      hint: "La liste est en retard sur ce qui est écrit.",
    },
    stripMetadata: {
      label: "Omettre toutes les métadonnées",
      hint: "Dans la réponse seulement ; elles restent enregistrées.",
    },
    malformed: {
      label: "Répondre par la moitié du JSON",
      hint: "C’est fait ; la réponse est illisible.",
    },
    cut: {
      label: "S’interrompre au milieu de la réponse",
      hint: "C’est fait ; puis la connexion se ferme.",
    },
    trickle: { label: "Répondre au compte-gouttes", hint: "La réponse arrive entière, lentement." },
  },
  webhook: {
    lose: { label: "Perdre l’événement", hint: "Il n’est jamais envoyé." },
    duplicate: {
      label: "L’envoyer plusieurs fois",
      hint: "Chaque fois avec le même identifiant d’événement.",
    },
    delay: { label: "L’envoyer en retard", hint: "Les événements suivants le dépassent." },
    reorder: { label: "L’envoyer après des événements suivants", hint: "Il attend qu’ils soient partis." },
    beforeAnswer: {
      label: "L’envoyer avant la réponse à l’appel qui l’a causé",
      hint: "L’écho arrive en premier.",
    },
    batch: {
      label: "Envoyer plusieurs événements en une requête",
      hint: "Ou moins, une fois l’attente écoulée.",
    },
    answerLost: {
      label: "Perdre la réponse du destinataire",
      hint: "Le même événement est donc renvoyé.",
    },
    poison: {
      label: "L’envoyer entre des événements malformés",
      hint: "En une requête ; un seul événement est bon.",
    },
    unknownType: {
      label: "Envoyer d’abord un événement de type inconnu",
      hint: "Puis l’événement lui-même.",
    },
    unknownFields: {
      label: "Ajouter partout des champs inconnus",
      hint: "Comme pourrait le faire une version future de Zendesk.",
    },
    stripMetadata: {
      label: "Omettre toutes les métadonnées",
      hint: "Du message et de sa conversation.",
    },
    wrongSecret: { label: "Envoyer un mauvais secret", hint: "Un destinataire qui vérifie le refuse." },
    missingSecret: { label: "N’envoyer aucun secret", hint: "L’en-tête X-API-Key est absent." },
    malformed: { label: "Envoyer la moitié du JSON", hint: "La requête est illisible." },
    oversized: { label: "Envoyer beaucoup trop", hint: "Du remplissage rend la requête énorme." },
    trickle: { label: "L’envoyer au compte-gouttes", hint: "L’événement arrive entier, lentement." },
  },
  field: {
    status: "Statut",
    retryAfter: "Retry-After (secondes, peut rester vide)",
    delayMs: "Attente (secondes)",
    holdMs: "L’exécuter au plus tard après (secondes, peut rester vide)",
    lagMs: "Âge de ce qui est omis (secondes)",
    pieces: "Morceaux",
    copies: "Combien",
    behind: "Événements suivants à attendre",
    size: "Événements par requête",
    bytes: "Octets",
  },
  place: {
    postMessage: "Envoi d’un message",
    listMessages: "Lecture des messages",
    createConversation: "Création d’une conversation",
    createUser: "Création d’un utilisateur",
    passControl: "Passage de main",
    upload: "Envoi d’un fichier",
    conversations: "Tout appel de Sunshine Conversations",
    tickets: "Tout appel sur les tickets",
    support: "Tout appel de Support",
    everything: "Tout appel",
  },
  source: {
    "api:conversations": "Le programme lui-même (échos)",
    "zd:agentWorkspace": "Un agent",
    "zd:answerBot": "Le bot de Zendesk",
  },
};

export const faultWords: Readonly<Record<Language, FaultWords>> = { en, fr };

/** What a fault does, in words; an action this page does not know is shown as it is. */
export function useFaultName(on: "request" | "webhook"): (action: string) => string {
  const named = Object.entries(faultWords[useContext(LanguageContext).language][on]);
  return (action) => named.find(([name]) => name === action)?.[1].label ?? action;
}
