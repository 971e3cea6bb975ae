import { Button } from "@zendeskgarden/react-buttons";
import { Field, Fieldset, Radio } from "@zendeskgarden/react-forms";
import { Alert } from "@zendeskgarden/react-notifications";
import { Tag } from "@zendeskgarden/react-tags";
import type { ReactNode } from "react";
import { styled } from "styled-components";
import type { ConnectorView } from "../../../src/protocol/console.ts";
import { useTexts } from "../i18n.tsx";
import { Card, CardTitle, Stack, Subtle } from "../page.tsx";
import { type Draft, secretStates } from "./draft.ts";
import { type FormAccess, TextField } from "./text-field.tsx";

interface BlockProps {
  readonly form: FormAccess;
  readonly draft: Draft;
  readonly view: ConnectorView;
}

function Block({
  name,
  optional = false,
  children,
}: {
  name: "zendesk" | "key" | "api" | "identity";
  optional?: boolean;
  children: ReactNode;
}) {
  const texts = useTexts();
  const { title, intro } = texts.connector.blocks[name];
  const id = `block-${name}`;
  return (
    <Card aria-labelledby={id}>
      <CardTitle id={id} title={title} intro={intro}>
        <Tag size="small">{optional ? texts.optional : texts.mandatory}</Tag>
      </CardTitle>
      <Stack>{children}</Stack>
    </Card>
  );
}

/** The four blocks of the form, with their fields. */
export function Blocks(props: BlockProps & { setApiKind: (kind: Draft["apiKind"]) => void }) {
  const { form, draft, view } = props;
  const secrets = useSecrets(draft, view);
  return (
    <Stack>
      <Block name="zendesk">
        <TextField field="domain" form={form} />
        <TextField field="appId" form={form} />
        <TextField field="integrationId" form={form} />
      </Block>
      <Block name="key">
        <TextField field="keyId" form={form} />
        <TextField field="keySecret" form={form} type="password" {...secrets.key} />
      </Block>
      <ApiBlock {...props} secret={secrets.api} />
      <Block name="identity" optional>
        <TextField field="senderId" form={form}>
          <Variables form={form} variables={view.variables} />
        </TextField>
      </Block>
    </Stack>
  );
}

/** What an empty secret field says: the stored secret stays, or must be given again. */
function useSecrets(draft: Draft, view: ConnectorView) {
  const { connector } = useTexts();
  const states = secretStates(draft, view);
  const says = {
    none: {},
    kept: { placeholder: connector.stored },
    cleared: { note: connector.giveAgain },
  };
  return {
    key: draft.keySecret === "" ? says[states.key] : {},
    api: draft.apiToken === "" && draft.clientSecret === "" ? says[states.api] : {},
  };
}

const Choices = styled(Fieldset)`
  max-width: 640px;
`;

function ApiBlock({
  form,
  draft,
  setApiKind,
  secret,
}: BlockProps & {
  setApiKind: (kind: Draft["apiKind"]) => void;
  secret: { placeholder?: string; note?: string };
}) {
  const { connector } = useTexts();
  return (
    <Block name="api">
      <Choices>
        <Fieldset.Legend>{connector.apiKind}</Fieldset.Legend>
        {(["token", "oauth"] as const).map((kind) => (
          <Field key={kind}>
            <Radio
              name="apiKind"
              value={kind}
              checked={draft.apiKind === kind}
              onChange={() => setApiKind(kind)}
            >
              <Field.Label isRegular>{connector[kind]}</Field.Label>
            </Radio>
          </Field>
        ))}
      </Choices>
      {draft.apiKind === "token" ? (
        <>
          <Alert type="info" role="note">
            {connector.tokenSunset}
          </Alert>
          <TextField field="email" form={form} type="email" />
          <TextField field="apiToken" form={form} type="password" {...secret} />
        </>
      ) : (
        <>
          <TextField field="clientId" form={form} />
          <TextField field="clientSecret" form={form} type="password" {...secret} />
        </>
      )}
    </Block>
  );
}

const Suggestions = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 8px;
  margin-top: 12px;
  font-size: 14px;
`;

function Variables({ form, variables }: { form: FormAccess; variables: readonly string[] }) {
  const { connector } = useTexts();
  if (variables.length === 0) return <Subtle>{connector.noVariables}</Subtle>;
  return (
    <Suggestions>
      {connector.variables}
      {variables.map((name) => (
        <Button
          key={name}
          size="small"
          isPill
          aria-label={connector.takeVariable(name)}
          aria-pressed={form.value("senderId") === name}
          onClick={() => form.set("senderId", name)}
        >
          {name}
        </Button>
      ))}
    </Suggestions>
  );
}
