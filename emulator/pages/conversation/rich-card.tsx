import { styled } from "styled-components";
import { color } from "../theme.tsx";

/** The frame of everything in a message that is more than words. */
export const Card = styled.div`
  box-sizing: border-box;
  width: 100%;
  max-width: 360px;
  height: 100%;
  border: 1px solid ${color("border.default")};
  border-radius: 8px;
  overflow: hidden;
  background: ${color("background.default")};
  overflow-wrap: anywhere;
`;

export const CardTitle = styled.strong`
  display: block;
  font-weight: 600;
`;

export const Quiet = styled.span`
  display: block;
  color: ${color("foreground.subtle")};
  font-size: 12px;
`;
