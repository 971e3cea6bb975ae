import { Table } from "@zendeskgarden/react-tables";
import { Span } from "@zendeskgarden/react-typography";
import { useState } from "react";
import type { Key, NewKey } from "../../admin/contract.ts";
import { Nothing } from "../shell/states.tsx";
import { useAdminApi, useSubmit } from "./calls.ts";
import { ConfirmDelete } from "./confirm-modal.tsx";
import { CopyField } from "./copy-field.tsx";
import { FormModal } from "./form-modal.tsx";
import { Mono } from "./page.tsx";
import { DeleteButton } from "./row-actions.tsx";
import { SecretModal } from "./secret-modal.tsx";
import { TextField } from "./text-field.tsx";
import { useAdminWords } from "./words/words.ts";

/** Asks for a name, makes the key, and shows its secret this once. */
export function CreateKeyModal({
  integrationId,
  changed,
  close,
}: {
  /** Whose key it becomes; the app's when missing. */
  integrationId?: string;
  /** The key exists now. */
  changed: () => void;
  close: () => void;
}) {
  const words = useAdminWords();
  const api = useAdminApi();
  const [name, setName] = useState("");
  const [made, setMade] = useState<NewKey>();
  const { busy, submit, errorOf, problem } = useSubmit(
    () => api.createKey(name, integrationId),
    (key) => {
      setMade(key);
      changed();
    },
  );
  if (made)
    return (
      <SecretModal title={words.keys.showTitle} button={words.next} close={close}>
        <CopyField label={words.keys.keyId} value={made.key.id} />
        <CopyField label={words.keys.secret} value={made.secret} />
      </SecretModal>
    );
  return (
    <FormModal
      title={words.keys.createTitle}
      button={words.next}
      busy={busy}
      submit={submit}
      problem={problem}
      close={close}
    >
      <TextField
        focus
        name="name"
        label={words.name}
        hint={words.keys.nameHint}
        value={name}
        change={setName}
        error={errorOf("name")}
      />
    </FormModal>
  );
}

/** The keys that exist, without their secrets. */
export function KeyTable({ keys, changed }: { keys: readonly Key[]; changed: () => void }) {
  const words = useAdminWords();
  const api = useAdminApi();
  const [deleting, setDeleting] = useState<Key>();
  if (keys.length === 0) return <Nothing title={words.keys.empty} hint={words.keys.emptyHint} />;
  return (
    <>
      <Table isReadOnly>
        <Table.Head>
          <Table.HeaderRow>
            <Table.HeaderCell>{words.name}</Table.HeaderCell>
            <Table.HeaderCell>{words.keys.keyId}</Table.HeaderCell>
            <Table.HeaderCell width={56}>
              <Span hidden>{words.actions}</Span>
            </Table.HeaderCell>
          </Table.HeaderRow>
        </Table.Head>
        <Table.Body>
          {keys.map((key) => (
            <Table.Row key={key.id}>
              <Table.Cell>{key.name}</Table.Cell>
              <Table.Cell>
                <Mono>{key.id}</Mono>
              </Table.Cell>
              <Table.Cell width={56}>
                <DeleteButton name={key.name} onClick={() => setDeleting(key)} />
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
      {deleting && (
        <ConfirmDelete
          title={words.keys.deleteTitle(deleting.name)}
          body={words.keys.deleteBody}
          run={() => api.deleteKey(deleting.id)}
          done={() => {
            setDeleting(undefined);
            changed();
          }}
          cancel={() => setDeleting(undefined)}
        />
      )}
    </>
  );
}
