import { Button } from "@zendeskgarden/react-buttons";
import { Field, Label, Select } from "@zendeskgarden/react-forms";
import { Alert } from "@zendeskgarden/react-notifications";
import { Table } from "@zendeskgarden/react-tables";
import { useState } from "react";
import { Availability, availabilities, type Member } from "../../../admin/contract.ts";
import type { ApiFailure } from "../../api.ts";
import { toFailure } from "../../loaded.ts";
import { useMediaQuery } from "../../media-query.ts";
import { Failure, Waiting } from "../../shell/states.tsx";
import { media } from "../../theme.tsx";
import { useAdminApi, useAdminLoaded, useFailureText } from "../calls.ts";
import { crumbOf } from "../navigation.ts";
import { AdminPage, Quiet } from "../page.tsx";
import { useAdminWords } from "../words/words.ts";
import { AddMember } from "./add-member.tsx";

/** Persons › Team members. */
export function TeamMembers() {
  const words = useAdminWords();
  const api = useAdminApi();
  const text = useFailureText();
  const phone = useMediaQuery(media.phone);
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<string>();
  const [problem, setProblem] = useState<ApiFailure>();
  const loaded = useAdminLoaded("members", (calls) => calls.members());
  if (!loaded.data)
    return loaded.failure ? <Failure failure={loaded.failure} retry={loaded.reload} /> : <Waiting />;
  const members = loaded.data;
  const setAvailability = async (member: Member, value: string) => {
    try {
      const changed = await api.setAvailability(member.id, Availability.parse(value));
      loaded.replace(members.map((each) => (each.id === changed.id ? changed : each)));
      setProblem(undefined);
    } catch (error) {
      setProblem(toFailure(error));
    }
  };
  return (
    <AdminPage
      title={words.teamMembers}
      intro={words.members.intro}
      crumbs={[crumbOf("people", words)]}
      action={
        <Button isPrimary onClick={() => setAdding(true)}>
          {words.members.add}
        </Button>
      }
    >
      {problem && (
        <Alert type="error" role="alert">
          {text(problem)}
        </Alert>
      )}
      <Table isReadOnly>
        <Table.Head>
          <Table.HeaderRow>
            <Table.HeaderCell>{words.name}</Table.HeaderCell>
            {!phone && <Table.HeaderCell width={120}>{words.members.role}</Table.HeaderCell>}
            {!phone && <Table.HeaderCell>{words.groups}</Table.HeaderCell>}
            <Table.HeaderCell width={phone ? 150 : 190}>{words.members.availability}</Table.HeaderCell>
          </Table.HeaderRow>
        </Table.Head>
        <Table.Body>
          {members.map((member) => (
            <Table.Row key={member.id}>
              <Table.Cell style={{ overflowWrap: "anywhere" }}>
                {member.name}
                <Quiet>{member.email}</Quiet>
              </Table.Cell>
              {!phone && <Table.Cell width={120}>{words.members.roles[member.role]}</Table.Cell>}
              {!phone && (
                <Table.Cell>
                  {member.groups.map(({ name }) => name).join(", ") || words.members.noGroup}
                </Table.Cell>
              )}
              <Table.Cell width={phone ? 150 : 190}>
                <Field>
                  <Label hidden>{words.members.availabilityOf(member.name)}</Label>
                  <Select
                    isCompact
                    value={member.availability}
                    onChange={(event) => void setAvailability(member, event.target.value)}
                  >
                    {availabilities.map((value) => (
                      <option key={value} value={value}>
                        {words.members.availabilities[value]}
                      </option>
                    ))}
                  </Select>
                </Field>
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
      <div role="status">
        {added && (
          <Alert type="success" role="none">
            {words.members.added(added)}
          </Alert>
        )}
      </div>
      {adding && (
        <AddMember
          done={(member) => {
            setAdding(false);
            setAdded(member.name);
            loaded.reload();
          }}
          close={() => setAdding(false)}
        />
      )}
    </AdminPage>
  );
}
