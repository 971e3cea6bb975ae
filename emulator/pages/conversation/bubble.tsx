import { getColor } from "@zendeskgarden/react-theming";
import { css, styled } from "styled-components";
import { color } from "../theme.tsx";

/** The visitor's side, the operator's, and what the bot or the system said on our behalf. */
export type Side = "start" | "end" | "bot";

const paper = {
  start: css`
    background: ${({ theme }) => getColor({ theme, hue: "neutralHue", light: { shade: 200 }, dark: { shade: 900 } })};
  `,
  end: css`
    background: ${({ theme }) => getColor({ theme, hue: "blue", light: { shade: 200 }, dark: { shade: 1000 } })};
  `,
  bot: css`
    border-color: ${color("border.default")};
    background: ${color("background.default")};
  `,
};

export const Bubble = styled.div<{ $side: Side }>`
  box-sizing: border-box;
  max-width: min(560px, 100%);
  border: 1px solid transparent;
  border-radius: 8px;
  padding: 7px 12px;
  overflow-wrap: anywhere;
  /* Each paragraph is written in the direction of its own language. */
  unicode-bidi: plaintext;
  white-space: pre-wrap;
  ${({ $side }) => paper[$side]}
`;
