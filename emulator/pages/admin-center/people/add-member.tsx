import { Field, Hint, Label, Select } from "@zendeskgarden/react-forms";
import { useState } from "react";
import type { Member, MemberDraft } from "../../../admin/contract.ts";
import { useAdminApi, useSubmit } from "../calls.ts";
import { FormModal } from "../form-modal.tsx";
import { TextField } from "../text-field.tsx";
import { useAdminWords } from "../words/words.ts";

/** Adds somebody who can sign in at once. */
export function AddMember({ done, close }: { done: (member: Member) => void; close: () => void }) {
  const words = useAdminWords();
  const api = useAdminApi();
  const [draft, setDraft] = useState<MemberDraft>({ name: "", email: "", role: "agent" });
  const { busy, submit, errorOf, problem } = useSubmit(() => api.createMember(draft), done);
  return (
    <FormModal
      title={words.members.add}
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
        value={draft.name}
        change={(name) => setDraft({ ...draft, name })}
        error={errorOf("name")}
      />
      <TextField
        name="email"
        type="email"
        label={words.members.email}
        hint={words.members.emailHint}
        value={draft.email}
        change={(email) => setDraft({ ...draft, email })}
        error={errorOf("email")}
      />
      <Field>
        <Label>{words.members.role}</Label>
        <Hint>{words.members.roleHint}</Hint>
        <Select
          value={draft.role}
          onChange={(event) =>
            setDraft({ ...draft, role: event.target.value === "admin" ? "admin" : "agent" })
          }
        >
          <option value="agent">{words.members.roles.agent}</option>
          <option value="admin">{words.members.roles.admin}</option>
        </Select>
      </Field>
    </FormModal>
  );
}
