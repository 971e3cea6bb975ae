/** Saves the account, goes back to what was saved, or starts over. */
import { Button } from "@zendeskgarden/react-buttons";
import { type IMenuProps, Item, Menu, Separator } from "@zendeskgarden/react-dropdowns";
import { Body, Close, Footer, FooterItem, Header, Modal } from "@zendeskgarden/react-modals";
import { useState } from "react";
import { Icon } from "../icons.tsx";
import { useLoaded } from "../loaded.ts";
import { getSnapshots, reset, restore, saveSnapshot } from "./api.ts";
import { useMoment } from "./moment.tsx";
import { useTold } from "./told.tsx";
import { useInspectorWords } from "./words.ts";

type Asked = { readonly restore: string } | { readonly reset: "demo" | "empty" };

export function AccountMenu() {
  const words = useInspectorWords();
  const moment = useMoment();
  const told = useTold();
  const snapshots = useLoaded("snapshots", getSnapshots, () => false);
  const [asked, setAsked] = useState<Asked>();

  const choose = async (value: string): Promise<void> => {
    if (value === "save") {
      await told(saveSnapshot, words.saved);
      snapshots.reload();
    } else if (value === "demo" || value === "empty") setAsked({ reset: value });
    else setAsked({ restore: value });
  };
  const doIt = async (what: Asked): Promise<void> => {
    setAsked(undefined);
    await told(() => ("reset" in what ? reset(what.reset) : restore(what.restore)));
  };
  const trigger: IMenuProps["button"] = (props) => (
    <Button {...props} size="small" isNeutral>
      {words.account}
      <Button.EndIcon>
        <Icon name="chevron" />
      </Button.EndIcon>
    </Button>
  );
  return (
    <>
      <Menu
        placement="bottom-end"
        button={trigger}
        onChange={({ value }) => {
          if (value !== undefined) void choose(value);
        }}
      >
        <Item value="save">{words.save}</Item>
        {(snapshots.data ?? []).map(({ name, at }) => (
          <Item key={name} value={name}>
            {words.goBack(moment(at, true))}
          </Item>
        ))}
        <Separator />
        <Item value="demo" type="danger">
          {words.resetDemo}
        </Item>
        <Item value="empty" type="danger">
          {words.resetEmpty}
        </Item>
      </Menu>
      {asked && <Ask what={asked} cancel={() => setAsked(undefined)} confirm={() => void doIt(asked)} />}
    </>
  );
}

function Ask({ what, cancel, confirm }: { what: Asked; cancel: () => void; confirm: () => void }) {
  const words = useInspectorWords();
  const starting = "reset" in what;
  return (
    <Modal onClose={cancel}>
      <Header tag="h2" isDanger>
        {starting ? words.resetTitle : words.restoreTitle}
      </Header>
      <Body>{starting ? words.resetBody : words.restoreBody}</Body>
      <Footer>
        <FooterItem>
          <Button isBasic onClick={cancel}>
            {words.cancel}
          </Button>
        </FooterItem>
        <FooterItem>
          <Button isPrimary isDanger onClick={confirm}>
            {starting ? words.resetDo : words.restore}
          </Button>
        </FooterItem>
      </Footer>
      <Close aria-label={words.close} />
    </Modal>
  );
}
