import { behaviourWords } from "./behaviour-words.ts";
import type { Language } from "./i18n.ts";

interface SettingWords {
  readonly label: string;
  readonly hint: string;
  readonly choices?: Readonly<Record<string, string>>;
}

/** What the emulator's switches mean. A switch without words is shown by its name. */
export const settingWords: Record<Language, Readonly<Record<string, SettingWords>>> = {
  en: {
    ...behaviourWords.en,
    defaultResponder: {
      label: "Default responder",
      hint: "Who answers a conversation that nobody controls.",
      choices: {
        agentWorkspace: "Agent Workspace",
        zendeskBot: "Zendesk bot",

        none: "Nobody",
      },
    },
    ticketBornAt: {
      label: "When a ticket is created",
      hint: "Accounts differ; a connector has to work with both.",
      choices: { firstUserMessage: "At the visitor’s first message", passControl: "When control is passed" },
    },
    multiConversations: {
      label: "Multi-conversations",
      hint: "One visitor may have several conversations.",
    },
    privateAttachments: {
      label: "Private attachments",
      hint: "Files can be downloaded only with credentials, as in accounts created since December 2024.",
    },
    groupMetadata: {
      label: "Group in the handoff’s metadata",
      hint: "Whether a new ticket goes to the group that the handoff names.",
      choices: { honoured: "Honoured", ignored: "Ignored" },
    },
    apiTokenAccess: { label: "Allow API token access", hint: "As in Zendesk’s API configuration." },
    apiTokensRetired: {
      label: "API tokens retired",
      hint: "Refuses API tokens, as Zendesk does from 30 April 2027.",
    },
    endSessionActivityMessage: {
      label: "Message when a session ends",
      hint: "Off: only control of the conversation moves.",
    },
    autoJoinNewGroups: {
      label: "Agents join new groups",
      hint: "Every agent becomes a member of each new group.",
    },
    messageListLagMs: {
      label: "Lag of the list of messages",
      hint: "Milliseconds until a new message shows in the list that a program reads.",
    },
    supportPlan: {
      label: "Plan",
      hint: "How many calls a minute the Support API allows.",
      choices: {
        team: "Team: 200",
        growth: "Growth: 400",
        professional: "Professional: 400",
        enterprise: "Enterprise: 700",
        enterprisePlus: "Enterprise Plus: 2,500",
        unlimited: "No limit",
      },
    },
    searchLagSeconds: {
      label: "Search lag, in seconds",
      hint: "How long a search misses what is new. In a real account up to some minutes.",
    },
  },
  fr: {
    ...behaviourWords.fr,
    defaultResponder: {
      label: "Répondant par défaut",
      hint: "Qui répond à une conversation que personne ne contrôle.",
      choices: {
        agentWorkspace: "Espace de travail d’agent",
        zendeskBot: "Bot Zendesk",

        none: "Personne",
      },
    },
    ticketBornAt: {
      label: "Moment de création du ticket",
      hint: "Les comptes diffèrent ; un connecteur doit fonctionner avec les deux.",
      choices: {
        firstUserMessage: "Au premier message du visiteur",
        passControl: "Quand la main est passée",
      },
    },
    multiConversations: {
      label: "Conversations multiples",
      hint: "Un visiteur peut avoir plusieurs conversations.",
    },
    privateAttachments: {
      label: "Pièces jointes privées",
      hint: "Les fichiers ne se téléchargent qu’avec des identifiants, comme dans les comptes créés depuis décembre 2024.",
    },
    groupMetadata: {
      label: "Groupe dans les métadonnées",
      hint: "Si un nouveau ticket rejoint le groupe indiqué lors de la mise en relation.",
      choices: { honoured: "Pris en compte", ignored: "Ignoré" },
    },
    apiTokenAccess: {
      label: "Autoriser l’accès par jeton API",
      hint: "Comme dans la configuration de l’API de Zendesk.",
    },
    apiTokensRetired: {
      label: "Jetons API retirés",
      hint: "Refuse les jetons API, comme Zendesk à partir du 30 avril 2027.",
    },
    endSessionActivityMessage: {
      label: "Message de fin de session",
      hint: "Désactivé : seule la main sur la conversation change.",
    },
    autoJoinNewGroups: {
      label: "Les agents rejoignent les nouveaux groupes",
      hint: "Chaque agent devient membre de tout nouveau groupe.",
    },
    messageListLagMs: {
      label: "Retard de la liste des messages",
      hint: "Durée en millisecondes avant qu’un nouveau message figure dans la liste lue par un programme.",
    },
    supportPlan: {
      label: "Forfait",
      hint: "Combien d’appels par minute l’API Support permet.",
      choices: {
        team: "Team : 200",
        growth: "Growth : 400",
        professional: "Professional : 400",
        enterprise: "Enterprise : 700",
        enterprisePlus: "Enterprise Plus : 2 500",
        unlimited: "Sans limite",
      },
    },
    searchLagSeconds: {
      label: "Retard de la recherche, en secondes",
      hint: "Combien de temps une recherche ignore ce qui est nouveau. Jusqu’à quelques minutes dans un vrai compte.",
    },
  },
};
