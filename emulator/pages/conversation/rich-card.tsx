import type { ComponentProps, ReactNode } from "react";
import { styled } from "styled-components";
import { Icon } from "../icons.tsx";
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

const KindLine = styled(Quiet)`
  display: flex;
  align-items: center;
  gap: 6px;
  margin-bottom: 4px;
`;

/** Says what kind of card this is. */
export function Kind({ icon, children }: { icon: ComponentProps<typeof Icon>["name"]; children: ReactNode }) {
  return (
    <KindLine>
      <Icon name={icon} />
      {children}
    </KindLine>
  );
}
