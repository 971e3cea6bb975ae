import { Anchor } from "@zendeskgarden/react-buttons";
import { Span } from "@zendeskgarden/react-typography";
import { styled } from "styled-components";
import type { Action, Item, MessageContent } from "../../agent/contract.ts";
import { safeUrl } from "../safe-url.ts";
import { color } from "../theme.tsx";
import { FormCard } from "./form-card.tsx";
import { Card, CardTitle, Kind, Quiet } from "./rich-card.tsx";
import { type ConversationWords, useConversationWords } from "./words.ts";

const Buttons = styled.ul`
  display: flex;
  flex-wrap: wrap;
  gap: 6px;
  margin: 4px 0 0;
  padding: 0;
  list-style: none;
`;

/** What the visitor may press; here only to be seen. */
const Press = styled.span<{ $pill: boolean }>`
  display: inline-block;
  border: 1px solid ${color("border.primaryEmphasis")};
  border-radius: ${({ $pill }) => ($pill ? 16 : 4)}px;
  padding: 3px 12px;
  color: ${color("foreground.primary")};
  background: ${color("background.default")};
  overflow-wrap: anywhere;
`;

const Strip = styled.ul`
  display: flex;
  gap: 8px;
  box-sizing: border-box;
  max-width: 100%;
  margin: 0;
  overflow-x: auto;
  padding: 2px;
  list-style: none;
  > li {
    flex: 0 0 200px;
  }
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
  }
`;

const Stack = styled.ul`
  display: grid;
  gap: 8px;
  width: min(360px, 100%);
  margin: 0;
  padding: 0;
  list-style: none;
`;

const Picture = styled.img`
  display: block;
  width: 100%;
  height: 110px;
  object-fit: cover;
  background: ${color("background.subtle")};
`;

const kindOf = (words: ConversationWords, { type }: Action): string => {
  const known: Readonly<Record<string, string>> = words.action;
  return known[type] ?? type;
};

/** Quick replies and buttons below a message. Links lead somewhere, the others are for the visitor alone. */
export function Actions({ of }: { of: readonly Action[] | undefined }) {
  const words = useConversationWords();
  if (!of || of.length === 0) return null;
  return (
    <Buttons aria-label={words.buttons}>
      {of.map((action, index) => {
        const href = action.uri && safeUrl(action.uri);
        return (
          <li key={`${index} ${action.text}`} title={kindOf(words, action)}>
            <Press $pill={action.type === "reply"}>
              {href ? (
                <Anchor href={href} target="_blank" rel="noopener noreferrer">
                  {action.text}
                </Anchor>
              ) : (
                action.text
              )}
              <Span hidden> ({kindOf(words, action)})</Span>
            </Press>
          </li>
        );
      })}
    </Buttons>
  );
}

function ItemCard({ item }: { item: Item }) {
  const picture = item.mediaUrl && safeUrl(item.mediaUrl);
  return (
    <Card>
      {picture && <Picture src={picture} alt={item.altText ?? ""} />}
      <div style={{ padding: "8px 12px 12px" }}>
        <CardTitle>{item.title}</CardTitle>
        {item.description && <Quiet>{item.description}</Quiet>}
        <Actions of={item.actions} />
      </div>
    </Card>
  );
}

type Rich = Extract<MessageContent, { type: "carousel" | "list" | "location" | "form" | "formResponse" }>;

/** A message that is more than words, a picture or a file. */
export function RichContent({ content }: { content: Rich }) {
  const words = useConversationWords();
  switch (content.type) {
    case "carousel":
    case "list": {
      const { items, type } = content;
      const cards = items.map((item, index) => (
        <li key={`${index} ${item.title}`}>
          <ItemCard item={item} />
        </li>
      ));
      return (
        <>
          {type === "carousel" ? (
            <Strip aria-label={words.carousel(items.length)} tabIndex={0}>
              {cards}
            </Strip>
          ) : (
            <Stack aria-label={words.list(items.length)}>{cards}</Stack>
          )}
          <Actions of={content.actions} />
        </>
      );
    }
    case "location":
      return <LocationCard content={content} />;
    case "form":
    case "formResponse":
      return <FormCard content={content} />;
  }
}

function LocationCard({ content }: { content: Extract<Rich, { type: "location" }> }) {
  const words = useConversationWords();
  const { lat, long } = content.coordinates;
  const map = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${long}#map=16/${lat}/${long}`;
  return (
    <Card style={{ padding: "10px 12px" }}>
      <Kind icon="pin">{words.location}</Kind>
      <CardTitle>{content.location?.name ?? `${lat}, ${long}`}</CardTitle>
      {content.location?.address && <Quiet>{content.location.address}</Quiet>}
      <Anchor href={map} target="_blank" rel="noopener noreferrer">
        {words.openMap}
      </Anchor>
    </Card>
  );
}
