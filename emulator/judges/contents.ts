/** Contents of messages, of every kind that the official client has and loses nothing of. */
export const contents: readonly (readonly [what: string, content: Readonly<Record<string, unknown>>])[] = [
  ["actions", { type: "text", text: "Choose", actions: [{ type: "reply", text: "Yes", payload: "yes" }] }],
  [
    "a carousel",
    {
      type: "carousel",
      items: [
        {
          title: "One",
          description: "The first",
          actions: [{ type: "link", text: "Open", uri: "https://example.com" }],
        },
      ],
    },
  ],
  [
    "a list",
    {
      type: "list",
      items: [
        { title: "One", actions: [{ type: "postback", text: "Take", payload: "one" }] },
        { title: "Two", actions: [{ type: "postback", text: "Take", payload: "two" }] },
      ],
    },
  ],
  ["a place", { type: "location", coordinates: { lat: 48.85, long: 2.35 } }],
  // The client loses a field's placeholder.
  ["a form", { type: "form", fields: [{ type: "text", name: "name", label: "Name" }] }],
];
