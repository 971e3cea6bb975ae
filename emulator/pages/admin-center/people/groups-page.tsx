import { Button } from "@zendeskgarden/react-buttons";
import { Table } from "@zendeskgarden/react-tables";
import { Tag } from "@zendeskgarden/react-tags";
import { useState } from "react";
import { useNavigate } from "react-router-dom";
import type { Group } from "../../../admin/contract.ts";
import { Failure, Nothing, Waiting } from "../../shell/states.tsx";
import { useAdminApi, useAdminLoaded, useSubmit } from "../calls.ts";
import { FormModal } from "../form-modal.tsx";
import { crumbOf, paths } from "../navigation.ts";
import { AdminPage, Quiet, TextLink } from "../page.tsx";
import { TextField } from "../text-field.tsx";
import { useAdminWords } from "../words/words.ts";

/** How many are in a group; nobody is worth a look. */
function Members({ group }: { group: Group }) {
  const words = useAdminWords();
  if (group.members.length > 0) return words.group.memberCount(group.members.length);
  return (
    <Tag hue="yellow" isPill>
      <span>{words.group.nobody}</span>
    </Tag>
  );
}

/** Persons › Groups. */
export function GroupsPage() {
  const words = useAdminWords();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const loaded = useAdminLoaded("groups", (api) => api.groups());
  if (!loaded.data)
    return loaded.failure ? <Failure failure={loaded.failure} retry={loaded.reload} /> : <Waiting />;
  return (
    <AdminPage
      title={words.groups}
      intro={words.group.intro}
      crumbs={[crumbOf("people", words)]}
      action={
        <Button isPrimary onClick={() => setCreating(true)}>
          {words.group.create}
        </Button>
      }
    >
      {loaded.data.length === 0 ? (
        <Nothing title={words.group.empty} />
      ) : (
        <Table isReadOnly>
          <Table.Head>
            <Table.HeaderRow>
              <Table.HeaderCell>{words.name}</Table.HeaderCell>
              <Table.HeaderCell width={140}>{words.group.members}</Table.HeaderCell>
            </Table.HeaderRow>
          </Table.Head>
          <Table.Body>
            {loaded.data.map((group) => (
              <Table.Row key={group.id}>
                <Table.Cell>
                  <TextLink to={`${paths.groups}/${group.id}`}>{group.name}</TextLink>{" "}
                  {group.default && (
                    <Tag isPill>
                      <span>{words.group.default}</span>
                    </Tag>
                  )}
                  {group.description && <Quiet>{group.description}</Quiet>}
                </Table.Cell>
                <Table.Cell width={140}>
                  <Members group={group} />
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      )}
      {creating && (
        <GroupModal
          done={(group) => void navigate(`${paths.groups}/${group.id}`)}
          close={() => setCreating(false)}
        />
      )}
    </AdminPage>
  );
}

/** Name and description of a group, new or not. */
export function GroupModal({
  group,
  done,
  close,
}: {
  group?: Group;
  done: (group: Group) => void;
  close: () => void;
}) {
  const words = useAdminWords();
  const api = useAdminApi();
  const [name, setName] = useState(group?.name ?? "");
  const [description, setDescription] = useState(group?.description ?? "");
  const { busy, submit, errorOf, problem } = useSubmit(
    () => (group ? api.changeGroup(group.id, { name, description }) : api.createGroup({ name, description })),
    done,
  );
  return (
    <FormModal
      title={group ? words.group.rename : words.group.create}
      button={words.save}
      busy={busy}
      submit={submit}
      problem={problem}
      close={close}
    >
      <TextField
        focus
        name="name"
        label={words.name}
        hint={words.group.nameHint}
        value={name}
        change={setName}
        error={errorOf("name")}
      />
      <TextField
        optional
        name="description"
        label={words.description}
        value={description}
        change={setDescription}
        error={errorOf("description")}
      />
    </FormModal>
  );
}
