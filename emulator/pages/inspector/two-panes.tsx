/** A list that can be filtered, and beside it the line that was chosen. On a phone one at a time. */
import { Button } from "@zendeskgarden/react-buttons";
import { Field, Input, Label } from "@zendeskgarden/react-forms";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { styled } from "styled-components";
import { Icon } from "../icons.tsx";
import { Nothing } from "../shell/states.tsx";
import { color, media } from "../theme.tsx";
import { SHOWN } from "./api.ts";
import { useInspectorWords } from "./words.ts";

const Panes = styled.div<{ $reading: boolean }>`
  display: grid;
  flex: 1;
  grid-template-columns: minmax(320px, 5fr) minmax(0, 7fr);
  grid-template-rows: minmax(0, 1fr);
  min-height: 0;
  @media ${media.phone} {
    grid-template-columns: minmax(0, 1fr);
    > :nth-child(${({ $reading }) => ($reading ? 1 : 2)}) {
      display: none;
    }
  }
`;

const ListPane = styled.div`
  display: flex;
  flex-direction: column;
  min-height: 0;
  border-inline-end: 1px solid ${color("border.default")};
`;

const Search = styled.div`
  padding: 12px 16px;
`;

const List = styled.ul`
  flex: 1;
  margin: 0;
  padding: 0 0 16px;
  overflow-y: auto;
  list-style: none;
`;

const Row = styled.button`
  display: grid;
  grid-template-columns: minmax(0, 1fr) auto;
  gap: 2px 12px;
  > :nth-child(even) {
    justify-self: end;
  }
  box-sizing: border-box;
  width: 100%;
  border: 0;
  border-bottom: 1px solid ${color("border.subtle")};
  padding: 8px 16px;
  background: none;
  color: inherit;
  font: inherit;
  text-align: start;
  cursor: pointer;
  &:hover {
    background: ${color("background.subtle")};
  }
  &[aria-current="true"] {
    background: ${color("background.recessed")};
    box-shadow: inset 3px 0 ${color("border.primaryEmphasis")};
  }
  &:focus-visible {
    outline: 2px solid ${color("border.primaryEmphasis")};
    outline-offset: -2px;
  }
`;

const Detail = styled.div`
  min-width: 0;
  padding: 16px 24px 32px;
  overflow-y: auto;
  @media ${media.phone} {
    padding: 12px 16px 32px;
  }
`;

const Empty = styled.div`
  display: flex;
  background: ${color("background.subtle")};
`;

const Back = styled.div`
  display: none;
  @media ${media.phone} {
    display: block;
    margin-bottom: 12px;
  }
`;

const Note = styled.p`
  margin: 0;
  padding: 12px 16px;
  color: ${color("foreground.subtle")};
`;

interface Props<T> {
  readonly rows: readonly T[];
  readonly idOf: (row: T) => string;
  /** What the filter searches. */
  readonly textOf: (row: T) => string;
  readonly line: (row: T) => ReactNode;
  readonly detail: (row: T) => ReactNode;
  readonly empty: { readonly title: string; readonly hint: string };
  readonly label: string;
}

export function TwoPanes<T>({ rows, idOf, textOf, line, detail, empty, label }: Props<T>) {
  const words = useInspectorWords();
  const [filter, setFilter] = useState("");
  const [chosen, setChosen] = useState<string>();
  const pane = useRef<HTMLDivElement>(null);
  const open = rows.find((row) => idOf(row) === chosen);
  const wanted = filter.trim().toLowerCase();
  const shown = wanted === "" ? rows : rows.filter((row) => textOf(row).toLowerCase().includes(wanted));
  useEffect(() => {
    if (chosen !== undefined) pane.current?.scrollTo(0, 0);
  }, [chosen]);

  if (rows.length === 0) return <Nothing {...empty} icon={<Icon name="inspect" width="32" height="32" />} />;
  return (
    <Panes $reading={open !== undefined}>
      <ListPane>
        <Search>
          <Field>
            <Label hidden>{words.filter}</Label>
            <Input
              isCompact
              type="search"
              placeholder={words.filter}
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
          </Field>
        </Search>
        <List aria-label={label}>
          {shown.map((row) => {
            const id = idOf(row);
            return (
              <li key={id}>
                <Row type="button" aria-current={id === chosen} onClick={() => setChosen(id)}>
                  {line(row)}
                </Row>
              </li>
            );
          })}
          {shown.length === 0 && (
            <li>
              <Note>{words.nothingFits}</Note>
            </li>
          )}
          {rows.length >= SHOWN && (
            <li>
              <Note>{words.latest(SHOWN)}</Note>
            </li>
          )}
        </List>
      </ListPane>
      {open === undefined ? (
        <Empty>
          <Nothing title={words.choose} />
        </Empty>
      ) : (
        <Detail ref={pane}>
          <Back>
            <Button size="small" onClick={() => setChosen(undefined)}>
              <Button.StartIcon>
                <Icon name="back" />
              </Button.StartIcon>
              {words.back}
            </Button>
          </Back>
          {detail(open)}
        </Detail>
      )}
    </Panes>
  );
}

export const Strong = styled.span`
  overflow: hidden;
  font-weight: 600;
  text-overflow: ellipsis;
  white-space: nowrap;
`;

export const Quiet = styled.span`
  overflow: hidden;
  color: ${color("foreground.subtle")};
  font-size: 12px;
  line-height: 18px;
  text-overflow: ellipsis;
  white-space: nowrap;
`;

export const Facts = styled.dl`
  display: grid;
  grid-template-columns: max-content minmax(0, 1fr);
  gap: 4px 16px;
  margin: 12px 0 0;
  > dt {
    color: ${color("foreground.subtle")};
  }
  > dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;

export const DetailTitle = styled.h2`
  margin: 0;
  font-size: 18px;
  font-weight: 600;
  line-height: 24px;
  overflow-wrap: anywhere;
`;
