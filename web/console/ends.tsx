import { Checkbox, Field, Input } from "@zendeskgarden/react-forms";
import { useRef, useState } from "react";
import { styled } from "styled-components";
import { type LivechatEnds, livechatEndsSchema, longestSolvedMinutes } from "../../src/protocol/console.ts";
import { useBot } from "./bot.tsx";
import { useTexts } from "./i18n.tsx";
import { useLoaded } from "./loaded.ts";
import { Card, CardTitle, Failed, Loading, PageHead } from "./page.tsx";
import { Fields, PreferencesForm, useSaving } from "./preferences-form.tsx";

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
  const [solveOnLeave, setSolveOnLeave] = useState(stored.solveOnLeave);
  const [minutes, setMinutes] = useState(String(stored.solvedEndsAfterMinutes));
  const [wrong, setWrong] = useState(false);
  const minutesInput = useRef<HTMLInputElement>(null);
  const { save, ...state } = useSaving(path, livechatEndsSchema, (ends) => {
    setMinutes(String(ends.solvedEndsAfterMinutes));
    replace(ends);
  });
  const changed =
    solveOnLeave !== stored.solveOnLeave || minutes.trim() !== String(stored.solvedEndsAfterMinutes);

  const submit = () => {
    const typed = minutes.trim();
    const unreadable = !/^\d{1,5}$/u.test(typed) || Number(typed) > longestSolvedMinutes;
    setWrong(unreadable);
    if (unreadable) minutesInput.current?.focus();
    else void save({ solveOnLeave, solvedEndsAfterMinutes: Number(typed) });
  };

  return (
    <PreferencesForm state={state} changed={changed} savedText={texts.ends.saved} onSubmit={submit}>
      <Card aria-labelledby="leaves-title">
        <CardTitle id="leaves-title" title={texts.ends.leaves} intro={texts.ends.leavesIntro} />
        <Fields>
          <Field>
            <Checkbox checked={solveOnLeave} onChange={(event) => setSolveOnLeave(event.target.checked)}>
              <Field.Label>{texts.ends.solve}</Field.Label>
              <Field.Hint>{texts.ends.solveHint}</Field.Hint>
            </Checkbox>
          </Field>
        </Fields>
      </Card>
      <Card aria-labelledby="solved-title">
        <CardTitle id="solved-title" title={texts.ends.solved} intro={texts.ends.solvedIntro} />
        <Fields>
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
        </Fields>
      </Card>
    </PreferencesForm>
  );
}
