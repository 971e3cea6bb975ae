import type { RichContent } from "../../agent/contract.ts";
import type { Language } from "../i18n.ts";
import { macroTexts } from "./macro-texts.ts";
import garden from "./pictures/garden.png";
import sea from "./pictures/sea.png";
import town from "./pictures/town.png";

/** A prepared answer: words to go on with, or a content that is sent as it is. */
export type Macro = { readonly id: string; readonly label: string } & (
  | { readonly html: string }
  | { readonly content: RichContent }
);

/** Pictures are fetched by the visitor's side: a whole address. */
const whole = (path: string): string => new URL(path, window.location.href).href;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** An example of each kind of message that agents can send, so that integrators see how they arrive. */
export function macrosFor(language: Language, names: { requester: string; me: string }): Macro[] {
  const words = macroTexts[language];
  const reply = (text: string, payload: string) => ({ type: "reply", text, payload });
  const link = (text: string, path: string) => ({ type: "link", text, uri: `https://example.com/${path}` });
  const postback = (text: string, payload: string) => ({ type: "postback", text, payload });
  const { greeting, quick, buttons, carousel, list, location, form } = words;
  return [
    {
      id: "greeting",
      label: greeting.label,
      html: greeting.html(escaped(names.requester), escaped(names.me)),
    },
    {
      id: "quick",
      label: quick.label,
      content: {
        type: "text",
        text: quick.text,
        actions: [
          reply(quick.morning, "morning"),
          reply(quick.afternoon, "afternoon"),
          reply(quick.later, "later"),
        ],
      },
    },
    {
      id: "buttons",
      label: buttons.label,
      content: {
        type: "text",
        text: buttons.text,
        actions: [link(buttons.read, "guide"), postback(buttons.call, "call_back")],
      },
    },
    {
      id: "carousel",
      label: carousel.label,
      content: {
        type: "carousel",
        items: [garden, sea, town].map((picture, index) => {
          const { title, description } = carousel.items[index] ?? { title: "", description: "" };
          return {
            title,
            description,
            mediaUrl: whole(picture),
            mediaType: "image/png",
            altText: title,
            actions: [link(carousel.see, `rooms/${index + 1}`), postback(carousel.book, `book_${index + 1}`)],
          };
        }),
      },
    },
    {
      id: "list",
      label: list.label,
      content: {
        type: "list",
        items: list.items.map(({ title, description }, index) => ({
          title,
          description,
          actions: [postback(list.choose, `step_${index + 1}`)],
        })),
      },
    },
    {
      id: "location",
      label: location.label,
      content: {
        type: "location",
        coordinates: { lat: 48.8584, long: 2.2945 },
        location: { name: location.name, address: location.address },
      },
    },
    {
      id: "form",
      label: form.label,
      content: {
        type: "form",
        blockChatInput: false,
        fields: [
          { type: "text", name: "name", label: form.name, placeholder: form.nameExample },
          { type: "email", name: "email", label: form.email, placeholder: form.emailExample },
          {
            type: "select",
            name: "topic",
            label: form.topic,
            options: form.topics.map((label, index) => ({ name: `topic_${index + 1}`, label })),
          },
        ],
      },
    },
  ];
}
