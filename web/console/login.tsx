import { Button } from "@zendeskgarden/react-buttons";
import { Field, Input } from "@zendeskgarden/react-forms";
import { Modal } from "@zendeskgarden/react-modals";
import { Alert } from "@zendeskgarden/react-notifications";
import { XL } from "@zendeskgarden/react-typography";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { styled } from "styled-components";
import { loginAnswerSchema } from "../../src/protocol/console.ts";
import { call, type Failure } from "./api.ts";
import { failureText } from "./failure.ts";
import { useTexts } from "./i18n.tsx";
import { Icon } from "./icon.tsx";
import { Card, Stack } from "./page.tsx";
import { Switches } from "./switches.tsx";
import { color } from "./theme.tsx";

type LoggedIn = () => Promise<Failure | undefined>;

function LoginForm({ loggedIn }: { loggedIn: LoggedIn }) {
  const texts = useTexts();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const [username, setUsername] = useState("admin");
  const [password, setPassword] = useState("");
  const passwordInput = useRef<HTMLInputElement>(null);
  useEffect(() => passwordInput.current?.focus(), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const outcome = await call({
      method: "POST",
      path: "login",
      answer: loginAnswerSchema,
      body: { username: username.trim(), password },
    });
    const problem = outcome.ok ? await loggedIn() : outcome.failure;
    setBusy(false);
    setFailure(problem);
    if (problem !== undefined) passwordInput.current?.focus();
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <Field>
          <Field.Label>{texts.login.username}</Field.Label>
          <Input
            value={username}
            autoComplete="username"
            autoCapitalize="none"
            onChange={(event) => setUsername(event.target.value)}
          />
        </Field>
        <Field>
          <Field.Label>{texts.login.password}</Field.Label>
          <Field.Hint>{texts.login.passwordHint}</Field.Hint>
          <Input
            ref={passwordInput}
            type="password"
            value={password}
            autoComplete="current-password"
            onChange={(event) => setPassword(event.target.value)}
            {...(failure?.code === "login_refused" ? { validation: "error" as const } : {})}
          />
          {failure?.code === "login_refused" && (
            <Field.Message validation="error" role="alert">
              {texts.login.refused}
            </Field.Message>
          )}
        </Field>
        {failure !== undefined && failure.code !== "login_refused" && (
          <Alert type="error" role="alert">
            {failureText(texts, failure)}
          </Alert>
        )}
        <Button isPrimary isStretched type="submit" aria-disabled={busy}>
          {texts.login.submit}
        </Button>
      </Stack>
    </form>
  );
}

const Centered = styled.main`
  min-height: 100vh;
  box-sizing: border-box;
  padding: 24px 16px;
  display: flex;
  flex-direction: column;
  align-items: center;
  justify-content: center;
  gap: 24px;
`;
const Narrow = styled(Card)`
  width: 100%;
  max-width: 400px;
  box-sizing: border-box;
`;
const Brand = styled.div`
  display: flex;
  align-items: center;
  gap: 8px;
  color: ${color("foreground.primary")};
  font-weight: 600;
`;
const Intro = styled.p`
  margin: 4px 0 24px;
  color: ${color("foreground.subtle")};
`;

export function LoginPage({ loggedIn }: { loggedIn: LoggedIn }) {
  const texts = useTexts();
  useEffect(() => {
    document.title = `${texts.login.title} · ${texts.product}`;
  }, [texts]);
  return (
    <Centered>
      <Brand>
        <Icon name="chat" />
        {texts.product}
      </Brand>
      <Narrow>
        <XL tag="h1">{texts.login.title}</XL>
        <Intro>{texts.login.intro}</Intro>
        <LoginForm loggedIn={loggedIn} />
      </Narrow>
      <Switches />
    </Centered>
  );
}

/** The session ended while a page was open: the page stays behind it. */
export function LoginDialog({ loggedIn }: { loggedIn: LoggedIn }) {
  const texts = useTexts();
  return (
    <Modal focusOnMount={false} onClose={() => undefined}>
      <Modal.Header tag="h2">{texts.login.title}</Modal.Header>
      <Modal.Body>
        <Stack>
          <span>{texts.login.expired}</span>
          <LoginForm loggedIn={loggedIn} />
        </Stack>
      </Modal.Body>
    </Modal>
  );
}
