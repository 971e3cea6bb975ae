import { IconButton } from "@zendeskgarden/react-buttons";
import { useContext } from "react";
import { styled } from "styled-components";
import { PAGE_SIZE } from "../api.ts";
import { LanguageContext, useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { color } from "../theme.tsx";

const Bar = styled.nav`
  display: flex;
  flex-shrink: 0;
  align-items: center;
  justify-content: space-between;
  border-top: 1px solid ${color("border.default")};
  height: 48px;
  padding: 0 8px;
  color: ${color("foreground.subtle")};
`;

/** Which part of a long list is shown, and the way to the others. */
export function Pages({
  page,
  lastPage,
  total,
  turn,
}: {
  page: number;
  lastPage: number;
  total: number;
  turn: (page: number) => void;
}) {
  const words = useWords();
  const { language } = useContext(LanguageContext);
  const number = (value: number): string => new Intl.NumberFormat(language).format(value);
  const from = (page - 1) * PAGE_SIZE + 1;
  const to = Math.min(total, page * PAGE_SIZE);
  return (
    <Bar aria-label={words.pages} data-from={from}>
      <IconButton
        size="small"
        aria-label={words.previousPage}
        title={words.previousPage}
        disabled={page <= 1}
        onClick={() => turn(page - 1)}
      >
        <Icon name="back" />
      </IconButton>
      <span role="status">{words.ofTickets(number(from), number(to), number(total))}</span>
      <IconButton
        size="small"
        aria-label={words.nextPage}
        title={words.nextPage}
        disabled={page >= lastPage}
        onClick={() => turn(page + 1)}
      >
        <Icon name="back" style={{ transform: "scaleX(-1)" }} />
      </IconButton>
    </Bar>
  );
}
