import { styled } from "styled-components";
import { color } from "../theme.tsx";
import type { categories } from "./navigation.ts";
import { AdminPage, TextLink } from "./page.tsx";
import { useAdminWords } from "./words/words.ts";

const List = styled.ul`
  display: grid;
  margin: 0;
  padding: 0;
  list-style: none;
  > li {
    border-top: 1px solid ${color("border.subtle")};
    padding: 16px 0;
  }
  p {
    margin: 4px 0 0;
    color: ${color("foreground.subtle")};
  }
`;

/** The pages of one category, each with what it is for. */
export function CategoryPage({ category }: { category: (typeof categories)[number] }) {
  const words = useAdminWords();
  return (
    <AdminPage title={words[category.label]}>
      <List>
        {category.items.map(({ path, label }) => (
          <li key={path}>
            <TextLink to={path}>{words[label]}</TextLink>
            <p>{words.about[label]}</p>
          </li>
        ))}
      </List>
    </AdminPage>
  );
}
