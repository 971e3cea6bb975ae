import { Button, IconButton } from "@zendeskgarden/react-buttons";
import { Field, Input } from "@zendeskgarden/react-forms";
import { Modal } from "@zendeskgarden/react-modals";
import { Alert } from "@zendeskgarden/react-notifications";
import { Table } from "@zendeskgarden/react-tables";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { styled } from "styled-components";
import { type SkillView, skillSchema, skillsAnswerSchema } from "../../src/protocol/console.ts";
import { type Failure, noAnswer } from "./api.ts";
import { useBot } from "./bot.tsx";
import { failureText } from "./failure.ts";
import { useTexts } from "./i18n.tsx";
import { Icon } from "./icon.tsx";
import { useLoaded } from "./loaded.ts";
import { Card, Empty, Failed, Loading, PageHead, Stack, TextLink, Unseen } from "./page.tsx";
import { useSession } from "./session.tsx";

const Row = styled.form`
  max-width: 560px;
`;
const InputLine = styled.div`
  display: flex;
  gap: 8px;
  align-items: center;
  margin-top: 8px;
`;
const Head = styled.div`
  display: flex;
  flex-wrap: wrap;
  justify-content: space-between;
  align-items: flex-start;
  gap: 0 16px;
`;

/** Preferences › Livechat settings › Skills. */
export function SkillsPage() {
  const texts = useTexts();
  const { botId } = useBot();
  const path = `bots/${encodeURIComponent(botId)}/livechat/skills`;
  const loaded = useLoaded(path, skillsAnswerSchema);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<SkillView>();
  const [done, setDone] = useState<{ text: string; hint: boolean }>();
  const addButton = useRef<HTMLButtonElement>(null);

  if (loaded.kind === "loading") return <Loading />;
  if (loaded.kind === "failed") return <Failed {...loaded} />;
  const { skills } = loaded.body;
  const closeForm = () => {
    setAdding(false);
    addButton.current?.focus();
  };
  const add = (skill: SkillView) => {
    loaded.replace({ skills: [...skills, skill].toSorted((a, b) => a.name.localeCompare(b.name)) });
    setDone({ text: texts.skills.created(skill.name), hint: true });
    closeForm();
  };
  const removed = (skill: SkillView) => {
    loaded.replace({ skills: skills.filter(({ id }) => id !== skill.id) });
    setRemoving(undefined);
    setDone({ text: texts.skills.removed(skill.name), hint: false });
    addButton.current?.focus();
  };

  return (
    <>
      <Head>
        <PageHead title={texts.skills.title} intro={texts.skills.intro} />
        <Button isPrimary ref={addButton} aria-expanded={adding} onClick={() => setAdding(true)}>
          <Button.StartIcon>
            <Icon name="plus" />
          </Button.StartIcon>
          {texts.skills.add}
        </Button>
      </Head>
      <Stack>
        <div role="status">
          {done !== undefined && (
            <Alert type="success" role="none">
              <Alert.Title>{done.text}</Alert.Title>
              {done.hint && (
                <>
                  {texts.skills.hint}{" "}
                  <TextLink to={`/${encodeURIComponent(botId)}/preferences/livechat/connector`}>
                    {texts.skills.openConnector}
                  </TextLink>
                </>
              )}
            </Alert>
          )}
        </div>
        {adding && (
          <Card>
            <AddSkill path={path} added={add} cancel={closeForm} />
          </Card>
        )}
        <Card>
          {skills.length === 0 ? (
            <Empty title={texts.skills.empty} text={texts.skills.emptyText} />
          ) : (
            <SkillTable skills={skills} remove={setRemoving} />
          )}
        </Card>
      </Stack>
      {removing !== undefined && (
        <RemoveSkill
          skill={removing}
          path={path}
          removed={() => removed(removing)}
          cancel={() => setRemoving(undefined)}
        />
      )}
    </>
  );
}

function AddSkill({
  path,
  added,
  cancel,
}: {
  path: string;
  added: (skill: SkillView) => void;
  cancel: () => void;
}) {
  const texts = useTexts();
  const { request } = useSession();
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    input.current?.focus();
    if (name.trim() === "") {
      setProblem(texts.skills.required);
      return;
    }
    setBusy(true);
    const outcome = await request({ method: "POST", path, answer: skillSchema, body: { name: name.trim() } });
    setBusy(false);
    if (outcome.ok) added(outcome.body);
    else {
      const { failure } = outcome;
      setProblem(failure.code === "name_taken" ? texts.skills.taken : failureText(texts, failure));
    }
  };

  return (
    <Row onSubmit={(event) => void submit(event)} noValidate>
      <Field>
        <Field.Label>{texts.skills.name}</Field.Label>
        <Field.Hint>{texts.skills.nameHint}</Field.Hint>
        <InputLine>
          <Input
            ref={input}
            value={name}
            maxLength={100}
            onChange={(event) => {
              setName(event.target.value);
              setProblem(undefined);
            }}
            onKeyDown={(event) => {
              if (event.key === "Escape") cancel();
            }}
            {...(problem === undefined ? {} : { validation: "error" as const })}
          />
          <IconButton
            isPrimary
            type="submit"
            aria-label={texts.skills.confirm}
            title={texts.skills.confirm}
            aria-disabled={busy}
          >
            <Icon name="check" />
          </IconButton>
          <IconButton aria-label={texts.cancel} title={texts.cancel} onClick={cancel}>
            <Icon name="close" />
          </IconButton>
        </InputLine>
        {problem !== undefined && (
          <Field.Message validation="error" role="alert">
            {problem}
          </Field.Message>
        )}
      </Field>
    </Row>
  );
}

function SkillTable({
  skills,
  remove,
}: {
  skills: readonly SkillView[];
  remove: (skill: SkillView) => void;
}) {
  const texts = useTexts();
  return (
    <Table aria-label={texts.skills.title}>
      <Table.Head>
        <Table.HeaderRow>
          <Table.HeaderCell>{texts.skills.column}</Table.HeaderCell>
          <Table.HeaderCell>{texts.skills.usedBy}</Table.HeaderCell>
          <Table.HeaderCell hasOverflow>
            <Unseen>{texts.skills.actions}</Unseen>
          </Table.HeaderCell>
        </Table.HeaderRow>
      </Table.Head>
      <Table.Body>
        {skills.map((skill) => (
          <Table.Row key={skill.id}>
            <Table.Cell>{skill.name}</Table.Cell>
            <Table.Cell>
              {skill.usedBy.length === 0 ? texts.skills.unused : skill.usedBy.join(", ")}
            </Table.Cell>
            <Table.Cell hasOverflow>
              <IconButton
                size="small"
                isDanger
                aria-label={texts.skills.remove(skill.name)}
                title={texts.skills.remove(skill.name)}
                onClick={() => remove(skill)}
              >
                <Icon name="trash" />
              </IconButton>
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}

function RemoveSkill({
  skill,
  path,
  removed,
  cancel,
}: {
  skill: SkillView;
  path: string;
  removed: () => void;
  cancel: () => void;
}) {
  const texts = useTexts();
  const { request } = useSession();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const confirm = async () => {
    if (busy) return;
    setBusy(true);
    const outcome = await request({
      method: "DELETE",
      path: `${path}/${encodeURIComponent(skill.id)}`,
      answer: noAnswer,
    });
    setBusy(false);
    // Somebody else deleted it meanwhile: that is what was wanted.
    if (outcome.ok || outcome.failure.code === "not_found") removed();
    else setFailure(outcome.failure);
  };
  return (
    <Modal onClose={cancel}>
      <Modal.Header tag="h2" isDanger>
        {texts.skills.removeTitle(skill.name)}
      </Modal.Header>
      <Modal.Body>
        <Stack>
          <span>{texts.skills.removeText}</span>
          {skill.usedBy.length > 0 && (
            <Alert type="warning" role="note">
              {texts.skills.removeUsed(skill.usedBy.join(", "))}
            </Alert>
          )}
          {failure !== undefined && (
            <Alert type="error" role="alert">
              {failureText(texts, failure)}
            </Alert>
          )}
        </Stack>
      </Modal.Body>
      <Modal.Footer>
        <Modal.FooterItem>
          <Button isBasic onClick={cancel}>
            {texts.cancel}
          </Button>
        </Modal.FooterItem>
        <Modal.FooterItem>
          <Button isPrimary isDanger aria-disabled={busy} onClick={() => void confirm()}>
            {texts.skills.removeConfirm}
          </Button>
        </Modal.FooterItem>
      </Modal.Footer>
      <Modal.Close aria-label={texts.close} />
    </Modal>
  );
}
