import type { Texts } from "./en.ts";

export const fr: Texts = {
  product: "Console du bot",
  skip: "Aller au contenu",
  menu: "Menu",
  closeMenu: "Fermer le menu",
  language: "Langue",
  darkColors: "Passer aux couleurs sombres",
  lightColors: "Passer aux couleurs claires",
  logOut: "Se déconnecter",
  bot: "Bot",
  loading: "Chargement",
  tryAgain: "Réessayer",
  cancel: "Annuler",
  close: "Fermer",
  mandatory: "Obligatoire",
  optional: "Facultatif",
  newWindow: "s’ouvre dans une nouvelle fenêtre",

  failure: {
    offline: "Le serveur est injoignable. Vérifiez votre connexion, puis réessayez.",
    unexpected:
      "Le serveur n’y est pas parvenu. Réessayez\u202f; si cela persiste, son journal en dira la cause.",
    not_found: "Cet élément n’existe pas ou plus. Rechargez la page.",
    too_many_requests: (seconds) =>
      seconds > 90
        ? `Trop de tentatives. Patientez ${Math.ceil(seconds / 60)} minutes, puis réessayez.`
        : `Trop de tentatives. Patientez ${Math.max(1, seconds)} ${seconds > 1 ? "secondes" : "seconde"}, puis réessayez.`,
    request_invalid:
      "Une des valeurs saisies est trop longue ou illisible. Raccourcissez-la, puis réessayez.",
  },

  login: {
    title: "Connexion",
    intro: "Gérez votre bot et son livechat.",
    username: "Nom d’utilisateur",
    password: "Mot de passe",
    submit: "Se connecter",
    refused: "Le nom d’utilisateur ou le mot de passe est incorrect.",
    passwordHint: "Choisi à l’installation du serveur, ou écrit par celui-ci dans le fichier admin-password.",
    expired: "Votre session a expiré. Reconnectez-vous\u00a0: votre saisie est conservée.",
  },

  nav: {
    label: "Navigation principale",
    preferences: "Préférences",
    bot: "Bot",
    general: "Général",
    livechat: "Paramètres du livechat",
    connector: "Connecteur externe",
    skills: "Compétences",
    ends: "Fin d’un livechat",
    channels: "Canaux",
    preview: (title) => `Aperçu\u00a0: ${title}`,
  },

  ends: {
    title: "Fin d’un livechat",
    intro: "Pour les livechats qui commencent à partir de maintenant.",
    leaves: "Le visiteur quitte l’échange",
    leavesIntro: "Les opérateurs lisent toujours que le visiteur est parti.",
    solve: "Résoudre le ticket",
    solveHint:
      "Un ticket qu’aucun opérateur n’a pris peut rester ouvert\u00a0: Zendesk n’en résout aucun sans assigné.",
    solved: "Un opérateur résout le ticket",
    solvedIntro:
      "Le visiteur en est informé\u202f; il peut écrire pour le rouvrir ou revenir à l’assistant. Sans réponse, le livechat prend fin.",
    minutes: "Minutes sans réponse",
    minutesHint: "Par exemple 10. Avec 0, le livechat dure jusqu’à la fermeture du ticket dans Zendesk.",
    minutesWrong: (most: number) => `Saisissez un nombre entier de 0 à ${most.toLocaleString("fr")}.`,
    saved: "Enregistré.",
  },

  noBot: {
    title: "Aucun bot pour l’instant",
    text: "Ce serveur n’a pas de bot à gérer. Le bot d’exemple apparaît quand le serveur démarre sur un dossier de données vide.",
  },

  general: {
    title: "Général",
    name: "Nom du bot",
    nameHint: "Les visiteurs le voient comme auteur des réponses, par exemple Iris.",
    nameRequired: "Donnez un nom au bot.",
    escalation: "Escalade vers le livechat",
    escalationIntro: "Ce qui se passe quand une conversation demande l’aide d’une personne.",
    type: "Type d’escalade",
    typeHint:
      "Par exemple ZENDESK\u00a0: le visiteur poursuit avec un opérateur dans Zendesk, sans quitter la fenêtre.",
    none: "Aucun",
    save: "Enregistrer",
    saving: "Enregistrement…",
    saved: "Enregistré.",
    zendeskSaved: "Enregistré. Reliez maintenant votre compte Zendesk\u00a0:",
    openConnector: "ouvrir le connecteur externe",
    unsaved: "Modifications non enregistrées.",
  },

  connector: {
    title: "Connecteur externe",
    intro: "Relie ce bot à votre compte Zendesk. Les quatre blocs suivent l’ordre du travail dans Zendesk.",
    notChosen: "L’escalade vers le livechat est désactivée",
    notChosenText: "Choisissez ZENDESK comme type d’escalade pour relier un compte Zendesk.",
    openGeneral: "Ouvrir Préférences › Bot › Général",
    state: {
      empty: "Pas encore relié",
      unchecked: "Enregistré, non vérifié auprès de Zendesk",
      checked: "Relié",
    },
    checkedAt: (date) => `Vérifié auprès de Zendesk le ${date}`,
    webhook: {
      label: "URL du webhook à fournir à Zendesk",
      hint: "Dans l’Admin Center\u00a0: Applications et intégrations › Intégrations de conversations › Créer une intégration. Collez-la dans «\u00a0URL du point de terminaison du webhook\u00a0» et cochez Inclure l’utilisateur complet, Inclure la source complète et Message de conversation.",
      copy: "Copier",
      copied: "Copiée",
      copyFailed: "Sélectionnez-la et copiez-la à la main\u00a0: votre navigateur ne le permet pas ici.",
    },
    blocks: {
      zendesk: {
        title: "Connecteur Zendesk",
        intro:
          "Ces valeurs viennent de l’intégration créée dans Zendesk\u00a0: Applications et intégrations › Intégrations de conversations.",
      },
      key: {
        title: "Clé de l’API Conversations",
        intro: "Permet à ce serveur d’échanger des messages avec Zendesk.",
      },
      api: {
        title: "API Zendesk",
        intro: "Permet à ce serveur de retrouver les tickets et de créer les groupes.",
      },
      identity: {
        title: "Correspondance d’identité",
        intro: "Indique aux opérateurs qui est le visiteur.",
      },
    },
    fields: {
      domain: {
        label: "Nom de domaine",
        hint: "Par exemple acme.zendesk.com\u00a0: l’adresse affichée par votre navigateur quand vous êtes connecté à Zendesk.",
      },
      appId: {
        label: "Identifiant de l’application (app id)",
        hint: "Par exemple 64f1a2b3c4d5e6f7a8b9c0d1. Il figure sur la page de détails de l’intégration que vous avez créée.",
      },
      integrationId: {
        label: "Identifiant de l’intégration (integration id)",
        hint: "Par exemple 65a7c1d2e3f4a5b6c7d8e9f0. Il figure sur la même page, à côté de l’app id.",
      },
      keyId: {
        label: "Identifiant de la clé (key id)",
        hint: "Par exemple app_66b0c2d3e4f5a6b7c8d9e0f1. Dans l’Admin Center\u00a0: Applications et intégrations › API Conversations › Créer une clé d’API.",
      },
      keySecret: {
        label: "Clé secrète (secret key)",
        hint: "Par exemple k3Jx…Q9w. Zendesk ne la montre qu’une fois, dans la fenêtre qui donne aussi l’identifiant.",
      },
      email: {
        label: "Adresse e-mail",
        hint: "Par exemple alex@acme.com\u00a0: le compte qui a créé le jeton d’API.",
      },
      apiToken: {
        label: "Jeton d’API (API token)",
        hint: "Par exemple 6wiIBWbG…ksWE. Dans l’Admin Center\u00a0: Applications et intégrations › Jetons d’API › Ajouter un jeton d’API. «\u00a0Autoriser l’accès par jeton d’API\u00a0» doit être coché dans la configuration des API.",
      },
      clientId: {
        label: "Identifiant du client (client id)",
        hint: "Par exemple chatbot_connector\u00a0: l’identifiant du client dans Applications et intégrations › API › Clients OAuth.",
      },
      clientSecret: {
        label: "Secret du client (client secret)",
        hint: "Par exemple 8f2c…d41a. Zendesk ne le montre qu’une fois, à l’enregistrement du client.",
      },
      senderId: {
        label: "Identifiant de l’expéditeur (sender id)",
        hint: "Par exemple mail\u00a0: le nom d’une variable remplie par une connaissance. Les opérateurs voient sa valeur comme déclarée par le visiteur, non vérifiée.",
      },
    },
    reasons: {
      required: "Remplissez ce champ.",
      invalid_format: "La valeur n’a pas la forme attendue. Comparez-la avec l’exemple ci-dessus.",
      host_refused:
        "Seules les adresses Zendesk sont acceptées. Saisissez-en une qui se termine par .zendesk.com.",
      domain_unknown:
        "Il n’y a pas de compte Zendesk à cette adresse, ou ce n’est pas le vôtre. Comparez-la avec celle de votre navigateur.",
      key_not_app_scope:
        "Cette clé est celle d’une intégration. Créez-en une dans Applications et intégrations › API Conversations\u00a0: son identifiant commence par app_.",
      key_wrong:
        "Zendesk n’accepte pas cet identifiant avec cette clé secrète. Copiez-les à nouveau\u202f; si la clé secrète est perdue, créez une autre clé.",
      app_unknown:
        "Ce compte n’a pas d’application avec cet identifiant. Copiez-le à nouveau depuis la page de détails de votre intégration.",
      integration_unknown:
        "L’application n’a pas d’intégration avec cet identifiant. Copiez-le à nouveau depuis sa page de détails.",
      integration_not_custom:
        "C’est une intégration d’un autre type. Utilisez l’identifiant de celle créée dans Intégrations de conversations.",
      token_wrong:
        "Le jeton d’API est mal recopié ou a été supprimé. Copiez-le à nouveau ou ajoutez-en un autre.",
      token_access_off:
        "Les jetons d’API sont désactivés dans votre compte. Cochez «\u00a0Autoriser l’accès par jeton d’API\u00a0» dans Applications et intégrations › Configuration des API.",
      token_retired:
        "Zendesk n’accepte plus les jetons d’API dans ce compte. Choisissez plutôt «\u00a0Client OAuth\u00a0».",
      email_wrong:
        "Si le jeton est juste\u00a0: aucun utilisateur de ce compte n’a cette adresse e-mail, ou elle n’est pas vérifiée.",
      not_admin: "Cet utilisateur n’est pas administrateur. Il faut l’être pour créer des groupes.",
      oauth_client_wrong:
        "Zendesk n’accepte pas cet identifiant avec ce secret. Copiez-les à nouveau depuis le client OAuth.",
      oauth_scope_missing:
        "Le client OAuth n’a pas le droit de lire et d’écrire. Accordez-lui les portées «\u00a0read\u00a0» et «\u00a0write\u00a0».",
      integration_taken:
        "Un autre bot utilise déjà cette intégration, qui n’a qu’un seul webhook. Créez-en une pour ce bot.",
      variable_unknown:
        "Aucune connaissance ne remplit de variable de ce nom. Créez-la d’abord, ou choisissez une variable connue.",
    },
    formats: {
      domain: "Ce n’est pas une adresse. Saisissez-la comme acme.zendesk.com.",
      email: "Ce n’est pas une adresse e-mail. Saisissez-la comme alex@acme.com.",
    },
    likeliest: "Zendesk a refusé cette valeur. Causes possibles, de la plus à la moins probable\u00a0:",
    apiKind: "Accès par",
    token: "Jeton d’API",
    oauth: "Client OAuth",
    tokenSunset:
      "Zendesk abandonne les jetons d’API\u00a0: aucun nouveau depuis le 27 octobre 2026, et tous cesseront de fonctionner le 30 avril 2027. Un client OAuth continuera de fonctionner.",
    stored: "Enregistré. Laissez vide pour le conserver",
    giveAgain: "Le compte ou ses identifiants ont changé\u00a0: saisissez à nouveau cette valeur.",
    variables: "Variables connues",
    noVariables: "Aucune connaissance ne remplit encore de variable.",
    takeVariable: (name) => `Utiliser ${name} comme sender id`,
    update: "Mettre à jour",
    updating: "Vérification auprès de Zendesk…",
    unsaved: "Modifications non enregistrées.",
    saved: "Enregistré et vérifié auprès de Zendesk.",
    savedUnchecked: "Enregistré sans vérification.",
    savedUncheckedText:
      "Cliquez sur Mettre à jour dès que Zendesk sera joignable\u00a0: les groupes ne sont créés qu’à ce moment-là.",
    createdGroups: (names) => `Groupes créés dans Zendesk\u00a0: ${names}.`,
    noGroupCreated: "Chaque compétence avait déjà son groupe.",
    refused: (count) =>
      count === 1
        ? "Rien n’a été enregistré\u00a0: un champ est à revoir."
        : `Rien n’a été enregistré\u00a0: ${count} champs sont à revoir.`,
    unreachable: (host) => `${host} est injoignable`,
    unreachableText: "Rien n’a été enregistré. Réessayez, ou enregistrez votre saisie sans vérification.",
    unreachableDetail: (detail) => `Détail technique\u00a0: ${detail}`,
    saveUnchecked: "Enregistrer sans vérifier",
    warnings: {
      title: (count) =>
        count === 1 ? "Un point à corriger dans Zendesk" : `${count} points à corriger dans Zendesk`,
      intro: "Le connecteur est enregistré. Corrigez ces points dans l’Admin Center, puis réessayez.",
      trying: "Vérification…",
      webhook_missing: "Aucun webhook de l’intégration ne pointe ici",
      webhook_missing_do:
        "Ouvrez l’intégration dans Applications et intégrations › Intégrations de conversations et indiquez l’URL de webhook affichée sur cette page. D’ici là, rien de ce que les opérateurs écrivent n’arrive.",
      webhook_targets: (targets) => `Il pointe actuellement vers ${targets}.`,
      webhook_unreachable: "Zendesk ne peut pas joindre ce serveur",
      webhook_unreachable_do: (url) =>
        `${url} est une adresse de cette machine ou d’un réseau privé. Démarrez le serveur avec PUBLIC_URL réglé sur une adresse Internet, puis donnez la nouvelle URL à Zendesk.`,
      box_missing: (box) => `«\u00a0${box}\u00a0» n’est pas coché`,
      boxes: {
        includeFullUser: "Inclure l’utilisateur complet",
        includeFullSource: "Inclure la source complète",
      },
      box_missing_do:
        "Ouvrez l’intégration dans Zendesk, cochez cette case dans les données du webhook, puis enregistrez.",
      trigger_missing: "«\u00a0Message de conversation\u00a0» n’est pas coché",
      trigger_missing_do: (trigger) =>
        `Ouvrez l’intégration dans Zendesk, cochez-le dans les abonnements du webhook (${trigger}), puis enregistrez. D’ici là, rien de ce que les opérateurs écrivent n’arrive.`,
      group_not_created: (skill) => `Le groupe «\u00a0${skill}\u00a0» n’a pas pu être créé`,
      group_not_created_do: (detail) =>
        `Réponse de Zendesk\u00a0: ${detail}. Réessayez, ou créez le groupe vous-même dans Utilisateurs › Groupes.`,
      group_ambiguous: (skill) => `Plusieurs groupes s’appellent «\u00a0${skill}\u00a0»`,
      group_ambiguous_do: "Choisissez celui qui reçoit les conversations de cette compétence.",
      choice: (id, members, created) =>
        `Groupe ${id}, ${members > 1 ? `${members} membres` : `${members} membre`}, créé le ${created}`,
      use: "Utiliser ce groupe",
      group_empty: (skill) => `Il n’y a personne dans le groupe «\u00a0${skill}\u00a0»`,
      group_empty_do:
        "Dans Utilisateurs › Groupes, ouvrez le groupe et ajoutez un utilisateur avec le bouton +. D’ici là, ces conversations arrivent sans groupe.",
      agent_workspace_missing: "L’espace de travail d’agent ne participe pas à la messagerie",
      agent_workspace_missing_do:
        "Dans l’Admin Center, activez l’espace de travail d’agent et la messagerie\u00a0: sans eux, aucun opérateur ne peut répondre.",
    },
    groups: {
      title: "Compétences et groupes",
      intro:
        "Chaque compétence correspond au groupe Zendesk du même nom. La mise à jour crée ceux qui manquent.",
      skill: "Compétence",
      group: "Groupe Zendesk",
      members: "Membres",
      missing: "Pas encore créé",
      ambiguous: "Pas encore choisi",
      none: "Aucune compétence pour l’instant. Les conversations arrivent sans groupe.",
      manage: "Gérer les compétences",
      unknown: "Inconnu",
    },
  },

  skills: {
    title: "Compétences",
    intro: "Une compétence est ce dont une conversation a besoin. Dans Zendesk, c’est le groupe du même nom.",
    add: "Ajouter",
    name: "Nom de la compétence",
    nameHint:
      "Par exemple Animal. Reprenez le nom d’un groupe Zendesk existant pour que ses membres répondent.",
    confirm: "Créer la compétence",
    required: "Saisissez un nom.",
    taken: "Le bot a déjà une compétence de ce nom.",
    empty: "Aucune compétence pour l’instant",
    emptyText:
      "Sans compétence, toutes les conversations arrivent dans Zendesk sans groupe. Ajoutez-en une pour les orienter.",
    column: "Compétence",
    usedBy: "Utilisée par",
    unused: "Aucune connaissance",
    actions: "Actions",
    remove: (name) => `Supprimer ${name}`,
    removeTitle: (name) => `Supprimer la compétence «\u00a0${name}\u00a0»\u202f?`,
    removeText: "Sa condition de contexte disparaît avec elle. Le groupe reste dans Zendesk.",
    removeUsed: (items) => `Ces connaissances l’utilisent et donneront leur réponse d’échec\u00a0: ${items}.`,
    removeConfirm: "Supprimer",
    created: (name) => `La compétence «\u00a0${name}\u00a0» est créée.`,
    removed: (name) => `La compétence «\u00a0${name}\u00a0» est supprimée.`,
    hint: "Pour créer son groupe dans Zendesk, ouvrez le connecteur externe et cliquez sur Mettre à jour.",
    openConnector: "Ouvrir le connecteur externe",
  },

  channels: {
    title: "Canaux",
    intro: "Là où les visiteurs rencontrent le bot. La page d’aperçu vous permet de l’essayer d’abord.",
    preview: "Ouvrir la page d’aperçu",
    empty: "Aucun canal pour l’instant",
    emptyText: "Ce bot n’a pas de canal. Le bot d’exemple en a un.",
  },
};
