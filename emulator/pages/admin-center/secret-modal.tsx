import { Button } from "@zendeskgarden/react-buttons";
import { Body, Footer, FooterItem, Header, Modal } from "@zendeskgarden/react-modals";
import { Alert } from "@zendeskgarden/react-notifications";
import type { ReactNode } from "react";
import { Fields } from "./page.tsx";
import { useAdminWords } from "./words/words.ts";

/** Shows what is told only once. A click beside it or Escape does not close it: only its button does. */
export function SecretModal({
  title,
  hint,
  button,
  close,
  children,
}: {
  title: string;
  hint?: string;
  button: string;
  close: () => void;
  children: ReactNode;
}) {
  const words = useAdminWords();
  return (
    <Modal>
      <Header tag="h2">{title}</Header>
      <Body>
        <Fields style={{ gap: 8 }}>
          {hint && <p style={{ margin: "0 0 8px" }}>{hint}</p>}
          <Alert type="warning" role="none" style={{ marginBottom: 8 }}>
            {words.onceOnly}
          </Alert>
          {children}
        </Fields>
      </Body>
      <Footer>
        <FooterItem>
          <Button isPrimary onClick={close}>
            {button}
          </Button>
        </FooterItem>
      </Footer>
    </Modal>
  );
}
