/**
 * What the sample bot knows: Fern & Paw, a neighbourhood vet and pet shop. The business is invented; the phone
 * numbers belong to the French range kept for fiction.
 */
import type { z } from "zod";
import type { knowledgeItemSchema } from "../src/bot/knowledge.ts";

export type DemoItem = z.input<typeof knowledgeItemSchema>;

/** The skill of the documentation's example: it becomes the Zendesk group of the same name. */
export const animalSkill = { id: "animal", name: "Animal" } as const;

export const demoKnowledge: readonly DemoItem[] = [
  {
    id: "greeting",
    name: "Greeting",
    kind: "greeting",
    text: {
      en: "Hello, I am Pip, the assistant of **Fern & Paw**, vet and pet shop. Ask me about opening hours, prices, appointments, adoption or delivery. And when an animal is ill, I can bring in somebody from the team.",
      fr: "Bonjour, je suis Pip, l’assistant de **Fern & Paw**, vétérinaire et animalerie. Posez-moi vos questions sur les horaires, les tarifs, les rendez-vous, l’adoption ou la livraison. Et si un animal est malade, je peux faire venir quelqu’un de l’équipe.",
    },
  },
  {
    id: "fallback",
    name: "Fallback",
    kind: "fallback",
    text: {
      en: "I am not sure I understand. I know about:\n- opening hours and the address\n- prices and appointments\n- adoption and delivery\n\nYou can also ask to **talk to someone**.",
      fr: "Je ne suis pas sûr de comprendre. Je peux vous renseigner sur :\n- les horaires et l’adresse\n- les tarifs et les rendez-vous\n- l’adoption et la livraison\n\nVous pouvez aussi demander à **parler à quelqu’un**.",
    },
  },
  {
    id: "animal",
    name: "Animal",
    kind: "question",
    questions: {
      en: [
        "my cat is ill, can I talk to someone",
        "my dog is ill, can I talk to someone",
        "my pet is sick",
        "my cat is sick",
        "my dog is unwell",
        "my dog has hurt his paw",
        "my hamster does not eat any more",
        "my rabbit is not eating any more",
        "my animal is hurt",
        "I need help for my ill animal",
        "can I talk to a vet",
        "I want to speak with a veterinarian",
      ],
      fr: [
        "mon chat est malade, je voudrais parler à quelqu’un",
        "mon chien est malade, je voudrais parler à quelqu’un",
        "mon animal est malade",
        "mon chat ne va pas bien",
        "mon chien s’est blessé à la patte",
        "mon chien vomit",
        "mon hamster ne mange plus",
        "mon lapin ne mange plus",
        "mon animal est blessé",
        "j’ai besoin d’aide pour mon animal malade",
        "puis-je parler à un vétérinaire",
        "je souhaite parler à une vétérinaire",
      ],
    },
    steps: [
      {
        variable: "mail",
        input: "email",
        prompt: {
          en: "I am sorry to hear that. I will bring in somebody from our animal care team. At which **e-mail address** can they reach you afterwards? If you would rather not give one, write “skip”.",
          fr: "Je suis désolé de l’apprendre. Je vais faire venir quelqu’un de notre équipe soignante. À quelle **adresse e-mail** pourra-t-on vous joindre ensuite ? Si vous préférez ne pas en donner, écrivez « passer ».",
        },
      },
    ],
    response: {
      kind: "skill",
      skillId: animalSkill.id,
      success: {
        action: "connectToLivechat",
        text: {
          en: "Thank you, I have noted ${mail}.\nI am passing our conversation on to the animal care team, you do not have to repeat anything.",
          fr: "Merci, j’ai noté ${mail}.\nJe transmets notre conversation à l’équipe soignante, vous n’aurez rien à répéter.",
        },
      },
      failure: {
        text: {
          en: "Our animal care team cannot be reached by chat at the moment.\n- If it is **urgent**, call **02 61 91 00 12**, day and night.\n- Otherwise ask me how to make an **appointment**: most are within two days.",
          fr: "Notre équipe soignante n’est pas joignable par chat pour le moment.\n- En cas d’**urgence**, appelez le **02 61 91 00 12**, jour et nuit.\n- Sinon, demandez-moi comment prendre **rendez-vous** : le délai dépasse rarement deux jours.",
        },
      },
    },
  },
  {
    id: "person",
    name: "Talk to a person",
    kind: "question",
    questions: {
      en: [
        "can I talk to someone",
        "I want to talk to a person",
        "I need to speak to somebody",
        "I would like to speak to someone",
        "are there any humans",
        "is anybody there",
        "talk to a human",
        "speak with an agent",
        "connect me with your team",
        "livechat",
      ],
      fr: [
        "je voudrais parler à quelqu’un",
        "parler à une personne",
        "je veux parler à un humain",
        "j’ai besoin de parler à quelqu’un",
        "parler à un humain",
        "parler à un conseiller",
        "mettez-moi en relation avec votre équipe",
        "livechat",
      ],
    },
    response: {
      kind: "always",
      answer: {
        action: "connectToLivechat",
        text: {
          en: "Of course. I am passing our conversation on to the team.",
          fr: "Bien sûr. Je transmets notre conversation à l’équipe.",
        },
      },
    },
  },
  {
    id: "opening-hours",
    name: "Opening hours",
    kind: "question",
    questions: {
      en: [
        "what are your opening hours",
        "when are you open",
        "opening hours",
        "hours",
        "what time do you close",
        "are you open on Saturday",
        "are you open on Sunday",
      ],
      fr: [
        "quels sont vos horaires d’ouverture",
        "quand êtes-vous ouverts",
        "horaires d’ouverture",
        "horaires",
        "à quelle heure fermez-vous",
        "êtes-vous ouverts le samedi",
        "êtes-vous ouverts le dimanche",
      ],
    },
    response: {
      kind: "always",
      answer: {
        text: {
          en: "We are open:\n- **Monday to Friday**, 8:30 am to 7 pm\n- **Saturday**, 9 am to 5 pm\n\nOn Sundays and public holidays we are closed; for emergencies there is always somebody at **02 61 91 00 12**.",
          fr: "Nous sommes ouverts :\n- **du lundi au vendredi**, de 8 h 30 à 19 h\n- **le samedi**, de 9 h à 17 h\n\nNous fermons le dimanche et les jours fériés ; pour les urgences, quelqu’un répond toujours au **02 61 91 00 12**.",
        },
      },
    },
  },
  {
    id: "address",
    name: "Address",
    kind: "question",
    questions: {
      en: [
        "where are you",
        "what is your address",
        "address",
        "how do I get to you",
        "where can I park",
        "directions to the shop",
      ],
      fr: [
        "où êtes-vous",
        "quelle est votre adresse",
        "adresse",
        "comment venir chez vous",
        "où puis-je me garer",
        "itinéraire vers le magasin",
      ],
    },
    response: {
      kind: "always",
      answer: {
        text: {
          en: "You will find us at **12 rue des Tilleuls, Fontbrune**, two minutes from the market hall. Parking is free in the courtyard behind the shop; the entrance is step-free.",
          fr: "Nous sommes au **12, rue des Tilleuls, à Fontbrune**, à deux minutes des halles. Le stationnement est gratuit dans la cour, derrière le magasin ; l’entrée est de plain-pied.",
        },
      },
    },
  },
  {
    id: "prices",
    name: "Prices",
    kind: "question",
    questions: {
      en: [
        "what are your prices",
        "prices",
        "how much",
        "how much is a consultation",
        "how much does a vaccination cost",
        "what does it cost to see the vet",
      ],
      fr: [
        "quels sont vos tarifs",
        "tarifs",
        "combien ça coûte",
        "quel est le prix d’une consultation",
        "combien coûte un vaccin",
        "combien coûte une visite chez le vétérinaire",
      ],
    },
    response: {
      kind: "always",
      answer: {
        text: {
          en: "Our most frequent prices:\n- consultation: **€42**\n- vaccination, consultation included: **€68**\n- microchip: **€55**\n\nYou get an estimate before any treatment.",
          fr: "Nos tarifs les plus courants :\n- consultation : **42 €**\n- vaccin, consultation comprise : **68 €**\n- puce électronique : **55 €**\n\nUn devis vous est remis avant tout traitement.",
        },
      },
    },
  },
  {
    id: "appointment",
    name: "Appointment",
    kind: "question",
    questions: {
      en: [
        "I would like to make an appointment",
        "appointment",
        "how do I book an appointment",
        "I want to change my appointment",
        "cancel my appointment",
      ],
      fr: [
        "je voudrais prendre rendez-vous",
        "rendez-vous",
        "prendre un rdv",
        "comment réserver un rendez-vous",
        "je veux déplacer mon rendez-vous",
        "annuler mon rendez-vous",
      ],
    },
    response: {
      kind: "always",
      answer: {
        text: {
          en: "Call us on **02 61 91 00 10** to make, move or cancel an appointment, or come by during opening hours. Most appointments are within two days; for an emergency, just come in.",
          fr: "Appelez le **02 61 91 00 10** pour prendre, déplacer ou annuler un rendez-vous, ou passez nous voir aux heures d’ouverture. Le délai dépasse rarement deux jours ; en cas d’urgence, venez sans attendre.",
        },
      },
    },
  },
  {
    id: "adoption",
    name: "Adoption",
    kind: "question",
    questions: {
      en: [
        "I would like to adopt a cat",
        "I want to adopt a dog",
        "adoption",
        "how can I adopt an animal",
        "do you have kittens for adoption",
        "how does adoption work",
      ],
      fr: [
        "je voudrais adopter un chat",
        "je veux adopter un chien",
        "adoption",
        "comment adopter un animal",
        "avez-vous des chatons à adopter",
        "comment se passe une adoption",
      ],
    },
    response: {
      kind: "always",
      answer: {
        text: {
          en: "Lovely. Every animal here comes from the Fontbrune shelter, vaccinated and microchipped.\n1. Come and meet them, on Wednesday or Saturday afternoon.\n2. Take a week to think about it.\n3. Sign the adoption agreement: **€120** for a cat, **€180** for a dog.",
          fr: "Quelle bonne idée. Tous nos animaux viennent du refuge de Fontbrune, vaccinés et pucés.\n1. Venez les rencontrer, le mercredi ou le samedi après-midi.\n2. Prenez une semaine de réflexion.\n3. Signez le contrat d’adoption : **120 €** pour un chat, **180 €** pour un chien.",
        },
      },
    },
  },
  {
    id: "delivery",
    name: "Delivery",
    kind: "question",
    questions: {
      en: [
        "do you deliver",
        "delivery",
        "how long does delivery take",
        "what does delivery cost",
        "where is my order",
        "can I have pet food delivered",
      ],
      fr: [
        "est-ce que vous livrez",
        "livraison",
        "quels sont les délais de livraison",
        "combien coûte la livraison",
        "où est ma commande",
        "puis-je me faire livrer des croquettes",
      ],
    },
    response: {
      kind: "always",
      answer: {
        text: {
          en: "We deliver food and litter on **Tuesdays and Fridays**, within 20 km of the shop. Delivery costs **€4** and is free from €50. Orders placed before noon leave on the next round.",
          fr: "Nous livrons croquettes et litière **le mardi et le vendredi**, dans un rayon de 20 km. La livraison coûte **4 €** ; elle est offerte dès 50 €. Les commandes passées avant midi partent à la tournée suivante.",
        },
      },
    },
  },
  {
    id: "hello",
    name: "Hello",
    kind: "question",
    questions: {
      en: ["hello", "hi", "good morning", "good evening", "who are you", "what can you do"],
      fr: ["bonjour", "salut", "bonsoir", "qui es-tu", "qui êtes-vous", "que sais-tu faire"],
    },
    response: {
      kind: "always",
      answer: {
        text: {
          en: "Hello. I am Pip, the assistant of Fern & Paw. What can I do for you?",
          fr: "Bonjour. Je suis Pip, l’assistant de Fern & Paw. Que puis-je faire pour vous ?",
        },
      },
    },
  },
  {
    id: "thanks",
    name: "Thanks",
    kind: "question",
    questions: {
      en: ["thanks", "thank you", "thank you very much", "that is very kind"],
      fr: ["merci", "merci beaucoup", "je vous remercie", "c’est très gentil"],
    },
    response: {
      kind: "always",
      answer: {
        text: {
          en: "You are welcome. Is there anything else?",
          fr: "Avec plaisir. Puis-je faire autre chose pour vous ?",
        },
      },
    },
  },
  {
    id: "goodbye",
    name: "Goodbye",
    kind: "question",
    questions: {
      en: ["goodbye", "bye", "see you soon", "have a nice day"],
      fr: ["au revoir", "à bientôt", "bonne journée", "bonne soirée"],
    },
    response: {
      kind: "always",
      answer: {
        text: {
          en: "Goodbye, and give your companion a stroke from us.",
          fr: "Au revoir, et une caresse de notre part à votre compagnon.",
        },
      },
    },
  },
];
