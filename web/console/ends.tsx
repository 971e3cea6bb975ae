import { Button } from "@zendeskgarden/react-buttons";
import { Checkbox, Field, Input } from "@zendeskgarden/react-forms";
import { Alert } from "@zendeskgarden/react-notifications";
import { type FormEvent, useRef, useState } from "react";
import { styled } from "styled-components";
import { type LivechatEnds, livechatEndsSchema, longestSolvedMinutes } from "../../src/protocol/console.ts";
import type { Failure } from "./api.ts";
import { useBot } from "./bot.tsx";
import { failureText } from "./failure.ts";
import { useTexts } from "./i18n.tsx";
import { useLoaded } from "./loaded.ts";
import { Actions, Card, CardTitle, Failed, Loading, PageHead, Stack, Subtle } from "./page.tsx";
import { useSession } from "./session.tsx";

const Form = styled.div`
  max-width: 480px;
`;
const Minutes = styled(Input)`
  max-width: 120px;
`;

/** Preferences › Livechat settings › When a livechat ends. */
export function EndsPage() {
  const { ends } = useTexts();
  const { botId } = useBot();
  const path = `bots/${encodeURIComponent(botId)}/livechat/ends`;
  const loaded = useLoaded(path, livechatEndsSchema);
  return (
    <>
      <PageHead title={ends.title} intro={ends.intro} />
      {loaded.kind === "loading" && <Loading />}
      {loaded.kind === "failed" && <Failed {...loaded} />}
      {loaded.kind === "ready" && <EndsForm path={path} stored={loaded.body} replace={loaded.replace} />}
    </>
  );
}

interface FormProps {
  readonly path: string;
  readonly stored: LivechatEnds;
  readonly replace: (ends: LivechatEnds) => void;
}

function EndsForm({ path, stored, replace }: FormProps) {
  const texts = useTexts();
  const { request } = useSession();
  const [solveOnLeave, setSolveOnLeave] = useState(stored.solveOnLeave);
  const [minutes, setMinutes] = useState(String(stored.solvedEndsAfterMinutes));
  const [wrong, setWrong] = useState(false);
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const minutesInput = useRef<HTMLInputElement>(null);
  const changed =
    solveOnLeave !== stored.solveOnLeave || minutes.trim() !== String(stored.solvedEndsAfterMinutes);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (saving) return;
    const typed = minutes.trim();
    const unreadable = !/^\d{1,5}$/u.test(typed) || Number(typed) > longestSolvedMinutes;
    setWrong(unreadable);
    if (unreadable) {
      minutesInput.current?.focus();
      return;
    }
    setSaving(true);
    setSaved(false);
    const body = { solveOnLeave, solvedEndsAfterMinutes: Number(typed) };
    const outcome = await request({ method: "PUT", path, answer: livechatEndsSchema, body });
    setSaving(false);
    setSaved(outcome.ok);
    setFailure(outcome.ok ? undefined : outcome.failure);
    if (outcome.ok) {
      setMinutes(String(outcome.body.solvedEndsAfterMinutes));
      replace(outcome.body);
    }
  };

  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack>
        <Card aria-labelledby="leaves-title">
          <CardTitle id="leaves-title" title={texts.ends.leaves} intro={texts.ends.leavesIntro} />
          <Form>
            <Field>
              <Checkbox checked={solveOnLeave} onChange={(event) => setSolveOnLeave(event.target.checked)}>
                <Field.Label>{texts.ends.solve}</Field.Label>
                <Field.Hint>{texts.ends.solveHint}</Field.Hint>
              </Checkbox>
            </Field>
          </Form>
        </Card>
        <Card aria-labelledby="solved-title">
          <CardTitle id="solved-title" title={texts.ends.solved} intro={texts.ends.solvedIntro} />
          <Form>
            <Field>
              <Field.Label>{texts.ends.minutes}</Field.Label>
              <Field.Hint>{texts.ends.minutesHint}</Field.Hint>
              <Minutes
                ref={minutesInput}
                inputMode="numeric"
                value={minutes}
                maxLength={5}
                onChange={(event) => setMinutes(event.target.value)}
                {...(wrong ? { validation: "error" as const } : {})}
              />
              {wrong && (
                <Field.Message validation="error">
                  {texts.ends.minutesWrong(longestSolvedMinutes)}
                </Field.Message>
              )}
            </Field>
          </Form>
        </Card>
        <Actions>
          <Button isPrimary type="submit" aria-disabled={saving}>
            {saving ? texts.general.saving : texts.general.save}
          </Button>
          {changed && !saving && <Subtle>{texts.general.unsaved}</Subtle>}
        </Actions>
        <div role="status">
          {saved && !changed && (
            <Alert type="success" role="none">
              {texts.ends.saved}
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
