import type { ReactNode } from "react";
import { styled } from "styled-components";
import { color } from "../theme.tsx";

const List = styled.dl`
  display: grid;
  gap: 12px;
  margin: 16px 0;
`;

const Term = styled.dt`
  color: ${color("foreground.subtle")};
  font-size: 12px;
`;

const Fact = styled.dd`
  margin: 0;
  overflow-wrap: anywhere;
`;

/** A small table of names and values. What is missing is left out. */
export function Facts({ of }: { of: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <List>
      {of.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name}>
            <Term>{name}</Term>
            <Fact>{value}</Fact>
          </div>
        ),
      )}
    </List>
  );
}
