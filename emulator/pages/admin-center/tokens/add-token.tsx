import { useState } from "react";
import type { NewToken } from "../../../admin/contract.ts";
import { useAdminApi, useSubmit } from "../calls.ts";
import { CopyField } from "../copy-field.tsx";
import { FormModal } from "../form-modal.tsx";
import { SecretModal } from "../secret-modal.tsx";
import { TextField } from "../text-field.tsx";
import { useAdminWords } from "../words/words.ts";

/** Asks what the token is for, makes it, and shows it this once with the e-mail address that goes with it. */
export function AddToken({ changed, close }: { changed: () => void; close: () => void }) {
  const words = useAdminWords();
  const api = useAdminApi();
  const [description, setDescription] = useState("");
  const [made, setMade] = useState<NewToken>();
  const { busy, submit, errorOf, problem } = useSubmit(
    () => api.createToken(description),
    (token) => {
      setMade(token);
      changed();
    },
  );
  if (made)
    return (
      <SecretModal title={words.tokens.created} button={words.done} close={close}>
        <CopyField label={words.tokens.value} value={made.value} />
        <CopyField
          label={words.tokens.email}
          hint={words.tokens.emailHint}
          value={made.token.creator?.email ?? ""}
        />
      </SecretModal>
    );
  return (
    <FormModal
      title={words.tokens.add}
      button={words.save}
      busy={busy}
      submit={submit}
      problem={problem}
      close={close}
    >
      <TextField
        focus
        name="description"
        label={words.description}
        hint={words.tokens.descriptionHint}
        value={description}
        change={setDescription}
        error={errorOf("description")}
      />
    </FormModal>
  );
}
