import { Button } from "@zendeskgarden/react-buttons";
import { Dots } from "@zendeskgarden/react-loaders";
import { Tag } from "@zendeskgarden/react-tags";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { styled } from "styled-components";
import {
  type ConnectorField,
  type ConnectorView,
  connectorFields,
  type UpdateAnswer,
  updateAnswerSchema,
} from "../../../src/protocol/console.ts";
import type { Outcome } from "../api.ts";
import { useLanguage, useTexts } from "../i18n.tsx";
import { Actions, PageHead, Stack, Subtle } from "../page.tsx";
import { useSession } from "../session.tsx";
import { color } from "../theme.tsx";
import { Blocks } from "./blocks.tsx";
import { draftOf, formOf, isChanged, type Problems, problemsByField } from "./draft.ts";
import { Groups } from "./groups.tsx";
import { type Result, ResultBanner } from "./result.tsx";
import { type FormAccess, fieldId } from "./text-field.tsx";
import { Warnings } from "./warnings.tsx";
import { WebhookUrl } from "./webhook-url.tsx";

const State = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 8px 12px;
  margin: -8px 0 20px;
`;
const Footer = styled.div`
  position: sticky;
  bottom: 0;
  z-index: 2;
  margin-top: 20px;
  padding: 12px 0;
  background: ${color("background.recessed")};
  border-top: 1px solid ${color("border.default")};
`;
const Refused = styled.p`
  color: ${color("foreground.danger")};
  font-weight: 600;
`;
const Region = styled.div`
  outline: none;
`;

export function ConnectorEditor({
  path,
  view,
  saved,
}: {
  path: string;
  view: ConnectorView;
  saved: (view: ConnectorView) => void;
}) {
  const texts = useTexts();
  const { connector } = texts;
  const { request } = useSession();
  const [draft, setDraft] = useState(() => draftOf(view));
  const [problems, setProblems] = useState<Problems>({});
  const [result, setResult] = useState<Result>();
  const [busy, setBusy] = useState(false);
  const banner = useRef<HTMLDivElement>(null);

  // After an answer the focus goes to where the reading goes on: the first error, else the result.
  const [focus, setFocus] = useState<{ readonly on: ConnectorField | "result" }>();
  useEffect(() => {
    if (focus === undefined) return;
    const target = focus.on === "result" ? banner.current : document.getElementById(fieldId(focus.on));
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: focus.on === "result" ? "start" : "center" });
  }, [focus]);

  /** @param sent what was checked; what is typed beside a check of the stored form is kept. */
  const take = (outcome: Outcome<UpdateAnswer>, sent: "draft" | "stored") => {
    setBusy(false);
    setProblems({});
    setFocus({ on: "result" });
    if (!outcome.ok) {
      setResult({ kind: "failed", failure: outcome.failure });
      return;
    }
    const { body } = outcome;
    switch (body.outcome) {
      case "saved":
        saved(body.connector);
        if (sent === "draft") setDraft(draftOf(body.connector));
        setResult(
          body.connector.state === "checked"
            ? { kind: "saved", createdGroups: body.createdGroups, complete: isComplete(body.connector) }
            : { kind: "unchecked" },
        );
        return;
      case "refused":
        setProblems(problemsByField(body.problems));
        // The likeliest culprit comes first.
        setFocus({ on: body.problems[0]?.field ?? "result" });
        setResult({ kind: "refused", count: body.problems.length });
        return;
      case "unreachable":
        setResult({ kind: "unreachable", host: body.host, detail: body.detail });
    }
  };
  const send = async (method: "PUT" | "POST", to: string, body: unknown) => {
    if (busy) return;
    setBusy(true);
    take(
      await request({ method, path: to, answer: updateAnswerSchema, body }),
      method === "PUT" ? "draft" : "stored",
    );
  };
  const update = (saveUnchecked: boolean) =>
    void send("PUT", path, { ...formOf(draft), ...(saveUnchecked ? { saveUnchecked } : {}) });

  const form: FormAccess = {
    value: (field) => draft[field],
    set: (field, value) => {
      setDraft({ ...draft, [field]: value });
      setProblems(without(problems, field));
    },
    problem: (field) => problems[field],
  };
  const refused = result?.kind === "refused" && !busy;
  const changed = isChanged(draft, view);

  return (
    <>
      <PageHead title={connector.title} intro={connector.intro} />
      <ConnectorState view={view} />
      <Stack>
        {result !== undefined && result.kind !== "refused" && (
          <Region ref={banner} tabIndex={-1}>
            <ResultBanner
              result={result}
              busy={busy}
              retry={() => update(false)}
              saveUnchecked={() => update(true)}
            />
          </Region>
        )}
        {view.warnings.length > 0 && (
          <Warnings
            warnings={view.warnings}
            busy={busy}
            tryAgain={(groupChoices) => void send("POST", `${path}/check`, { groupChoices })}
          />
        )}
        <WebhookUrl url={view.webhookUrl} />
        <form
          noValidate
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            update(false);
          }}
        >
          <Blocks
            form={form}
            draft={draft}
            view={view}
            setApiKind={(apiKind) => {
              setDraft({ ...draft, apiKind });
              setProblems(without(problems, "email", "apiToken", "clientId", "clientSecret"));
            }}
          />
          <Footer>
            <Actions>
              <Button isPrimary type="submit" aria-disabled={busy}>
                {busy ? <Dots size="16" aria-label={connector.updating} /> : connector.update}
              </Button>
              <Subtle role="status">
                {busy ? connector.updating : changed && !refused ? connector.unsaved : ""}
              </Subtle>
              {refused && <Refused role="alert">{connector.refused(result.count)}</Refused>}
            </Actions>
          </Footer>
        </form>
        <Groups groups={view.groups} warnings={view.warnings} />
      </Stack>
    </>
  );
}

/** There are skills, and each has its group. */
function isComplete({ groups }: ConnectorView): boolean {
  return groups.length > 0 && groups.every(({ groupId }) => groupId !== undefined);
}

function without(problems: Problems, ...fields: readonly ConnectorField[]): Problems {
  return Object.fromEntries(
    connectorFields.flatMap((field) =>
      problems[field] === undefined || fields.includes(field) ? [] : [[field, problems[field]]],
    ),
  );
}

const hues = { empty: "grey", unchecked: "yellow", checked: "green" } as const;

function ConnectorState({ view: { state, checkedAt } }: { view: ConnectorView }) {
  const { connector } = useTexts();
  const { language } = useLanguage();
  return (
    <State>
      <Tag hue={hues[state]}>{connector.state[state]}</Tag>
      {checkedAt !== undefined && (
        <Subtle>
          {connector.checkedAt(
            new Date(checkedAt).toLocaleString(language, { dateStyle: "long", timeStyle: "short" }),
          )}
        </Subtle>
      )}
    </State>
  );
}
