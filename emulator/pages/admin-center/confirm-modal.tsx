import { Button } from "@zendeskgarden/react-buttons";
import { Body, Close, Footer, FooterItem, Header, Modal } from "@zendeskgarden/react-modals";
import { Alert } from "@zendeskgarden/react-notifications";
import { useSubmit } from "./calls.ts";
import { useAdminWords } from "./words/words.ts";

/** Asks before something is deleted for good. */
export function ConfirmDelete({
  title,
  body,
  button,
  run,
  done,
  cancel,
}: {
  title: string;
  body: string;
  /** The words of the button that deletes. */
  button?: string;
  run: () => Promise<unknown>;
  done: () => void;
  cancel: () => void;
}) {
  const words = useAdminWords();
  const { busy, submit, problem } = useSubmit(run, done);
  return (
    <Modal onClose={cancel}>
      <Header tag="h2" isDanger>
        {title}
      </Header>
      <Body>
        {body}
        {problem && (
          <Alert type="error" role="alert" style={{ marginTop: 16 }}>
            {problem}
          </Alert>
        )}
      </Body>
      <Footer>
        <FooterItem>
          <Button isBasic onClick={cancel}>
            {words.cancel}
          </Button>
        </FooterItem>
        <FooterItem>
          <Button isPrimary isDanger disabled={busy} onClick={() => submit()}>
            {button ?? words.delete}
          </Button>
        </FooterItem>
      </Footer>
      <Close aria-label={words.close} />
    </Modal>
  );
}
