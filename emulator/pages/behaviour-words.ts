/** What the switches of messaging behaviour mean; see `admin-words.ts`. */
export const behaviourWords = {
  en: {
    agentTypingEvents: {
      label: "Agents’ typing in webhooks",
      hint: "Not documented by Zendesk; a connector has to work with both.",
    },
    agentTextFormat: {
      label: "Format of agents’ messages",
      hint: "What a formatted reply carries beside its plain text.",
      choices: { text: "Plain text only", htmlText: "HTML", markdownText: "Markdown" },
    },
    controlAfterEnd: {
      label: "Control after the end",
      hint: "Whether control of the conversation moves when a ticket is closed or its session ended.",
      choices: { returned: "Returned", kept: "Kept by Agent Workspace" },
    },
    ticketAfterEndedSession: {
      label: "Next message after an ended session",
      hint: "Sources disagree on where it goes while the ticket is not closed.",
      choices: { new: "A new ticket", same: "The same ticket" },
    },
    controlFailures: {
      label: "Control calls that fail",
      hint: "Whether the call itself is refused, or answers 200 and only the failure event tells.",
      choices: { answered: "Refused", eventOnly: "Failure event only" },
    },
    deletedMessages: {
      label: "Messages deleted by API",
      hint: "Whether a deleted message leaves the list, or stays in it as an empty one marked as deleted.",
      choices: { gone: "Gone from the list", placeholder: "A placeholder stays" },
    },
    closeSolvedAfterFourDays: {
      label: "Close solved tickets after four days",
      hint: "Zendesk’s default automation.",
    },
    closeSolvedAtOnce: {
      label: "Close tickets when they are solved",
      hint: "The trigger that hands the conversation back without waiting.",
    },
    assignOnSolve: {
      label: "Assign tickets to whoever solves them",
      hint: "Off, a ticket without an assignee cannot be solved by API.",
    },
    offlineMessage: {
      label: "Message when all agents are offline",
      hint: "Sent when a ticket is created and no agent is online.",
    },
    contactDetailsForm: {
      label: "Ask for contact details",
      hint: "Sends a form when a ticket is created and no agent is available.",
    },
    firstReplyMessage: {
      label: "First reply",
      hint: "An automatic message five seconds after a ticket is created, unless an agent was faster.",
    },
    queueMessage: {
      label: "Position in the queue",
      hint: "Tells visitors how many tickets wait before theirs.",
    },
    automaticAgentId: {
      label: "Agent id of automatic messages",
      hint: "Clients of Zendesk expect one or the other in the message’s metadata.",
      choices: { __trigger: "__trigger", missing: "Missing" },
    },
    satisfactionSurvey: {
      label: "Satisfaction survey",
      hint: "Asks for a rating when a ticket is solved or closed or its session ended.",
    },
  },
  fr: {
    agentTypingEvents: {
      label: "Saisie des agents dans les webhooks",
      hint: "Non documenté par Zendesk ; un connecteur doit fonctionner avec les deux.",
    },
    agentTextFormat: {
      label: "Format des messages des agents",
      hint: "Ce qu’une réponse mise en forme contient en plus du texte brut.",
      choices: { text: "Texte brut seulement", htmlText: "HTML", markdownText: "Markdown" },
    },
    controlAfterEnd: {
      label: "La main après la fin",
      hint: "Si la main sur la conversation change quand un ticket est clos ou sa session terminée.",
      choices: { returned: "Rendue", kept: "Gardée par l’espace de travail d’agent" },
    },
    ticketAfterEndedSession: {
      label: "Message suivant une session terminée",
      hint: "Les sources divergent sur sa destination tant que le ticket n’est pas clos.",
      choices: { new: "Un nouveau ticket", same: "Le même ticket" },
    },
    controlFailures: {
      label: "Échecs de changement de main",
      hint: "Si l’appel lui-même est refusé, ou répond 200 et que seul l’événement d’échec le dit.",
      choices: { answered: "Refusés", eventOnly: "Événement d’échec seulement" },
    },
    deletedMessages: {
      label: "Messages supprimés par l’API",
      hint: "Si un message supprimé quitte la liste, ou y reste vide et marqué comme supprimé.",
      choices: { gone: "Retirés de la liste", placeholder: "Remplacés par un emplacement vide" },
    },
    closeSolvedAfterFourDays: {
      label: "Clore les tickets résolus après quatre jours",
      hint: "L’automatisme par défaut de Zendesk.",
    },
    closeSolvedAtOnce: {
      label: "Clore les tickets dès leur résolution",
      hint: "Le déclencheur qui rend la conversation sans attendre.",
    },
    assignOnSolve: {
      label: "Assigner les tickets à qui les résout",
      hint: "Sans cela, un ticket sans assigné ne peut pas être résolu par l’API.",
    },
    offlineMessage: {
      label: "Message quand tous les agents sont hors ligne",
      hint: "Envoyé à la création d’un ticket si aucun agent n’est en ligne.",
    },
    contactDetailsForm: {
      label: "Demande de coordonnées",
      hint: "Envoie un formulaire à la création d’un ticket si aucun agent n’est disponible.",
    },
    firstReplyMessage: {
      label: "Première réponse",
      hint: "Un message automatique cinq secondes après la création d’un ticket, sauf si un agent a été plus rapide.",
    },
    queueMessage: {
      label: "Position dans la file",
      hint: "Indique aux visiteurs combien de tickets attendent avant le leur.",
    },
    automaticAgentId: {
      label: "Identifiant d’agent des messages automatiques",
      hint: "Les clients de Zendesk attendent l’un ou l’autre dans les métadonnées du message.",
      choices: { __trigger: "__trigger", missing: "Absent" },
    },
    satisfactionSurvey: {
      label: "Enquête de satisfaction",
      hint: "Demande une note quand un ticket est résolu ou clos, ou sa session terminée.",
    },
  },
};
