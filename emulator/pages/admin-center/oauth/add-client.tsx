import { useState } from "react";
import type { NewClient } from "../../../admin/contract.ts";
import { useAdminApi, useSubmit } from "../calls.ts";
import { CopyField } from "../copy-field.tsx";
import { FormModal } from "../form-modal.tsx";
import { SecretModal } from "../secret-modal.tsx";
import { TextField } from "../text-field.tsx";
import { useAdminWords } from "../words/words.ts";

/** The identifier that a name suggests: Chat bot → chat_bot. */
function suggested(name: string): string {
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.replaceAll(/[^a-z0-9]+/gu, "_").replaceAll(/^_|_$/gu, "");
}

/** Makes an OAuth client and shows its secret this once. */
export function AddClient({ changed, close }: { changed: () => void; close: () => void }) {
  const words = useAdminWords();
  const api = useAdminApi();
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<string>();
  const [description, setDescription] = useState("");
  const [redirects, setRedirects] = useState("");
  const [made, setMade] = useState<NewClient>();
  const identifier = typed ?? suggested(name);
  const { busy, submit, errorOf, problem } = useSubmit(
    () => api.createClient({ name, identifier, description, redirectUris: redirects.split("\n") }),
    (client) => {
      setMade(client);
      changed();
    },
  );
  if (made)
    return (
      <SecretModal title={words.oauth.created} button={words.done} close={close}>
        <CopyField label={words.oauth.identifier} value={made.client.id} />
        <CopyField label={words.oauth.secret} value={made.secret} />
      </SecretModal>
    );
  return (
    <FormModal
      title={words.oauth.add}
      button={words.save}
      busy={busy}
      submit={submit}
      problem={problem}
      close={close}
    >
      <TextField focus name="name" label={words.name} value={name} change={setName} error={errorOf("name")} />
      <TextField
        name="identifier"
        label={words.oauth.identifier}
        hint={words.oauth.identifierHint}
        value={identifier}
        change={setTyped}
        error={errorOf("identifier")}
      />
      <TextField
        optional
        name="description"
        label={words.description}
        value={description}
        change={setDescription}
        error={errorOf("description")}
      />
      <TextField
        optional
        rows={2}
        name="redirectUris"
        label={words.oauth.redirect}
        hint={words.oauth.redirectHint}
        value={redirects}
        change={setRedirects}
        error={errorOf("redirectUris")}
      />
    </FormModal>
  );
}
