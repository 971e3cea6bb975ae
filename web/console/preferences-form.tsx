/** The form of a page of preferences: saved as a whole, and what became of it is said below its cards. */
import { Button } from "@zendeskgarden/react-buttons";
import { Alert } from "@zendeskgarden/react-notifications";
import { type ReactNode, useState } from "react";
import { styled } from "styled-components";
import type * as z from "zod/mini";
import type { Failure } from "./api.ts";
import { failureText } from "./failure.ts";
import { useTexts } from "./i18n.tsx";
import { Actions, Stack, Subtle } from "./page.tsx";
import { useSession } from "./session.tsx";

/** Fields of a card, no wider than reads well. */
export const Fields = styled.div`
  max-width: 480px;
`;

export interface Saving<T> {
  readonly save: (body: T) => Promise<void>;
  readonly saving: boolean;
  readonly saved: boolean;
  readonly failure: Failure | undefined;
}

/** Puts preferences to `path`; `onSaved` gets them as they are stored. One save at a time. */
export function useSaving<T>(
  path: string,
  answer: z.ZodMiniType<T>,
  onSaved: (stored: T) => void,
): Saving<T> {
  const { request } = useSession();
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  const save = async (body: T): Promise<void> => {
    if (saving) return;
    setSaving(true);
    setSaved(false);
    const outcome = await request({ method: "PUT", path, answer, body });
    setSaving(false);
    setSaved(outcome.ok);
    setFailure(outcome.ok ? undefined : outcome.failure);
    if (outcome.ok) onSaved(outcome.body);
  };
  return { save, saving, saved, failure };
}

interface PreferencesFormProps {
  readonly state: Omit<Saving<never>, "save">;
  readonly changed: boolean;
  readonly savedText: ReactNode;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

export function PreferencesForm({ state, changed, savedText, onSubmit, children }: PreferencesFormProps) {
  const texts = useTexts();
  const { saving, saved, failure } = state;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack>
        {children}
        <Actions>
          <Button isPrimary type="submit" aria-disabled={saving}>
            {saving ? texts.general.saving : texts.general.save}
          </Button>
          {changed && !saving && <Subtle>{texts.general.unsaved}</Subtle>}
        </Actions>
        <div role="status">
          {saved && !changed && (
            <Alert type="success" role="none">
              {savedText}
            </Alert>
          )}
        </div>
        {failure !== undefined && (
          <Alert type="error" role="alert">
            {failureText(texts, failure)}
          </Alert>
        )}
      </Stack>
    </form>
  );
}
