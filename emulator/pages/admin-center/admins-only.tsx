import { Button } from "@zendeskgarden/react-buttons";
import { styled } from "styled-components";
import { Icon } from "../icons.tsx";
import { useAccount } from "../shell/signed-in.tsx";
import { color } from "../theme.tsx";
import { TextLink } from "./page.tsx";
import { useAdminWords } from "./words/words.ts";

const Centred = styled.div`
  display: flex;
  flex: 1;
  flex-direction: column;
  align-items: center;
  justify-content: center;
  gap: 16px;
  padding: 24px;
  text-align: center;
  > h2,
  > p {
    max-width: 440px;
    margin: 0;
  }
  > h2 {
    font-size: 22px;
    line-height: 28px;
  }
  > p {
    color: ${color("foreground.subtle")};
  }
`;

/** What an agent sees instead, with the ways out. */
export function AdminsOnly() {
  const words = useAdminWords();
  const { me, agents, signInAs } = useAccount();
  const admins = agents.filter(({ role }) => role === "admin");
  return (
    <Centred>
      <Icon name="gear" width="32" height="32" />
      <h2>{words.adminsOnly}</h2>
      <p>{words.adminsOnlyHint(me.name)}</p>
      {admins.map(({ id, name }) => (
        <Button key={id} isPrimary onClick={() => signInAs(id)}>
          {words.continueAs(name)}
        </Button>
      ))}
      <TextLink to="/agent">{words.toWorkspace}</TextLink>
    </Centred>
  );
}
