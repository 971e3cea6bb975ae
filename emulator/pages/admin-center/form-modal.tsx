import { Button } from "@zendeskgarden/react-buttons";
import { Body, Close, Footer, FooterItem, Header, Modal } from "@zendeskgarden/react-modals";
import { Alert } from "@zendeskgarden/react-notifications";
import type { FormEvent, ReactNode } from "react";
import { Fields } from "./page.tsx";
import { useAdminWords } from "./words/words.ts";

/** A form in a dialog: its fields, what is wrong with it as a whole, and its two buttons. */
export function FormModal({
  title,
  button,
  busy,
  submit,
  problem,
  close,
  children,
}: {
  title: string;
  button: string;
  busy: boolean;
  submit: (event: FormEvent<HTMLFormElement>) => void;
  problem: string | undefined;
  close: () => void;
  children: ReactNode;
}) {
  const words = useAdminWords();
  return (
    <Modal onClose={close}>
      <form noValidate onSubmit={submit} style={{ display: "contents" }}>
        <Header tag="h2">{title}</Header>
        <Body>
          <Fields>
            {children}
            {problem && (
              <Alert type="error" role="alert">
                {problem}
              </Alert>
            )}
          </Fields>
        </Body>
        <Footer>
          <FooterItem>
            <Button isBasic onClick={close}>
              {words.cancel}
            </Button>
          </FooterItem>
          <FooterItem>
            <Button isPrimary type="submit" disabled={busy}>
              {button}
            </Button>
          </FooterItem>
        </Footer>
      </form>
      <Close aria-label={words.close} />
    </Modal>
  );
}
