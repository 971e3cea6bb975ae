import { Button, IconButton } from "@zendeskgarden/react-buttons";
import { Alert } from "@zendeskgarden/react-notifications";
import { useState } from "react";
import { useNavigate, useParams } from "react-router-dom";
import { styled } from "styled-components";
import type { Group } from "../../../admin/contract.ts";
import type { ApiFailure } from "../../api.ts";
import { Icon } from "../../icons.tsx";
import { toFailure } from "../../loaded.ts";
import { Face } from "../../shell/face.tsx";
import { Failure, Nothing, Waiting } from "../../shell/states.tsx";
import { color } from "../../theme.tsx";
import { useAdminApi, useAdminLoaded, useFailureText } from "../calls.ts";
import { ConfirmDelete } from "../confirm-modal.tsx";
import { crumbOf, paths } from "../navigation.ts";
import { AdminPage, Card, CardTitle, Quiet, TextLink } from "../page.tsx";
import { useAdminWords } from "../words/words.ts";
import { GroupModal } from "./groups-page.tsx";

const Two = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(280px, 1fr));
  gap: 24px;
  align-items: start;
`;

const People = styled.ul`
  margin: 0;
  padding: 0;
  list-style: none;
  > li {
    display: flex;
    gap: 12px;
    align-items: center;
    border-top: 1px solid ${color("border.subtle")};
    padding: 8px 0;
  }
  > li > span {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
`;

interface Someone {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

function PersonRow({
  person,
  label,
  sign,
  act,
}: {
  person: Someone;
  label: string;
  sign: string;
  act: () => void;
}) {
  return (
    <li>
      <Face name={person.name} />
      <span>
        {person.name}
        <Quiet>{person.email}</Quiet>
      </span>
      <IconButton isPill={false} isBasic={false} size="small" aria-label={label} title={label} onClick={act}>
        <span aria-hidden style={{ fontSize: 18, lineHeight: 1 }}>
          {sign}
        </span>
      </IconButton>
    </li>
  );
}

/** One group: who is in it, and who can be added with "+". */
export function GroupPage() {
  const words = useAdminWords();
  const api = useAdminApi();
  const text = useFailureText();
  const navigate = useNavigate();
  const { groupId = "" } = useParams();
  const [dialog, setDialog] = useState<"rename" | "delete">();
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<ApiFailure>();
  const loaded = useAdminLoaded(`group ${groupId}`, async (calls) => {
    const [group, members] = await Promise.all([calls.group(groupId), calls.members()]);
    return { group, everybody: members };
  });
  if (loaded.failure?.kind === "missing")
    return (
      <Nothing title={words.group.gone} hint={words.group.goneHint}>
        <TextLink to={paths.groups}>{words.groups}</TextLink>
      </Nothing>
    );
  if (!loaded.data)
    return loaded.failure ? <Failure failure={loaded.failure} retry={loaded.reload} /> : <Waiting />;
  const { group, everybody } = loaded.data;
  const inside = new Set(group.members.map(({ id }) => id));
  const others = everybody.filter(({ id }) => !inside.has(id));
  const change = async (run: Promise<Group>, sentence: string) => {
    try {
      loaded.replace({ everybody, group: await run });
      setSaid(sentence);
      setProblem(undefined);
    } catch (error) {
      setProblem(toFailure(error));
    }
  };
  const close = () => setDialog(undefined);
  return (
    <AdminPage
      title={group.name}
      intro={group.description}
      crumbs={[crumbOf("people", words), { to: paths.groups, label: words.groups }]}
      action={<Button onClick={() => setDialog("rename")}>{words.group.rename}</Button>}
    >
      {problem && (
        <Alert type="error" role="alert">
          {text(problem)}
        </Alert>
      )}
      <Two>
        <Card>
          <CardTitle>{words.group.inGroup}</CardTitle>
          {group.members.length === 0 && <Alert type="warning">{words.group.nobodyHint}</Alert>}
          <People aria-label={words.group.inGroup}>
            {group.members.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                sign="−"
                label={words.group.remove(person.name)}
                act={() =>
                  void change(api.removeFromGroup(group.id, person.id), words.group.removed(person.name))
                }
              />
            ))}
          </People>
        </Card>
        <Card>
          <CardTitle>{words.group.others}</CardTitle>
          {others.length === 0 && <Quiet>{words.group.allIn}</Quiet>}
          <People aria-label={words.group.others}>
            {others.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                sign="+"
                label={words.group.add(person.name)}
                act={() => void change(api.addToGroup(group.id, person.id), words.group.added(person.name))}
              />
            ))}
          </People>
        </Card>
      </Two>
      <Quiet role="status">{said}</Quiet>
      <div>
        <Button isDanger isBasic onClick={() => setDialog("delete")}>
          <Button.StartIcon>
            <Icon name="trash" />
          </Button.StartIcon>
          {words.group.delete}
        </Button>
      </div>
      {dialog === "rename" && (
        <GroupModal
          group={group}
          done={(changed) => {
            loaded.replace({ everybody, group: changed });
            close();
          }}
          close={close}
        />
      )}
      {dialog === "delete" && (
        <ConfirmDelete
          title={words.group.deleteTitle(group.name)}
          body={words.group.deleteBody}
          button={words.group.delete}
          run={() => api.deleteGroup(group.id)}
          done={() => void navigate(paths.groups)}
          cancel={close}
        />
      )}
    </AdminPage>
  );
}
