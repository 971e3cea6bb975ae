import { Anchor } from "@zendeskgarden/react-buttons";
import { styled } from "styled-components";
import { useBot } from "./bot.tsx";
import { useTexts } from "./i18n.tsx";
import { Card, Empty, PageHead } from "./page.tsx";
import { color } from "./theme.tsx";

const List = styled.ul`
  list-style: none;
  margin: -8px 0;
  padding: 0;
`;
const Item = styled.li`
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 4px 16px;
  padding: 12px 0;
  & + & {
    border-top: 1px solid ${color("border.subtle")};
  }
`;
const Title = styled.span`
  font-weight: 600;
`;

export function ChannelsPage() {
  const texts = useTexts();
  const { channels } = useBot();
  return (
    <>
      <PageHead title={texts.channels.title} intro={texts.channels.intro} />
      <Card>
        {channels.length === 0 ? (
          <Empty title={texts.channels.empty} text={texts.channels.emptyText} />
        ) : (
          <List>
            {channels.map(({ id, title, previewUrl }) => (
              <Item key={id}>
                <Title>{title}</Title>
                <Anchor isExternal externalIconLabel={texts.newWindow} href={previewUrl} target="_blank">
                  {texts.channels.preview}
                </Anchor>
              </Item>
            ))}
          </List>
        )}
      </Card>
    </>
  );
}
