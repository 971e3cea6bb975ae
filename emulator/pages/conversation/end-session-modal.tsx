import { Button } from "@zendeskgarden/react-buttons";
import { Body, Close, Footer, FooterItem, Header, Modal } from "@zendeskgarden/react-modals";
import { useWords } from "../i18n.ts";

/** Asks before a session ends, since it cannot be opened again. */
export function EndSessionModal({ cancel, confirm }: { cancel: () => void; confirm: () => void }) {
  const words = useWords();
  return (
    <Modal onClose={cancel}>
      <Header tag="h2" isDanger>
        {words.endSessionTitle}
      </Header>
      <Body>{words.endSessionBody}</Body>
      <Footer>
        <FooterItem>
          <Button isBasic onClick={cancel}>
            {words.cancel}
          </Button>
        </FooterItem>
        <FooterItem>
          <Button isPrimary isDanger onClick={confirm}>
            {words.endSession}
          </Button>
        </FooterItem>
      </Footer>
      <Close aria-label={words.close} />
    </Modal>
  );
}
