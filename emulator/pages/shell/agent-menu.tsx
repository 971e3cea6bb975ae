import { Button } from "@zendeskgarden/react-buttons";
import { type IMenuProps, Item, ItemGroup, Menu, Separator } from "@zendeskgarden/react-dropdowns";
import { Span } from "@zendeskgarden/react-typography";
import { useNavigate } from "react-router-dom";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { useMediaQuery } from "../media-query.ts";
import { media } from "../theme.tsx";
import { Face } from "./face.tsx";
import { useAccount } from "./signed-in.tsx";

/** Who works here, and the way to be somebody else or to go to the other product. */
export function AgentMenu() {
  const words = useWords();
  const { me, agents, signInAs } = useAccount();
  const navigate = useNavigate();
  const phone = useMediaQuery(media.phone);
  const trigger: IMenuProps["button"] = (props) => (
    <Button {...props} isBasic isNeutral style={{ paddingInline: 8 }}>
      <Face name={me.name} avatarUrl={me.avatarUrl} size="extrasmall" />
      <Span hidden>{words.signedInAs} </Span>
      <Span hidden={phone} style={{ marginInline: phone ? 0 : 8 }}>
        {me.name}
      </Span>
      {!phone && <Icon name="chevron" />}
    </Button>
  );
  return (
    <Menu
      placement="bottom-end"
      selectedItems={[{ value: me.id, name: "agent", type: "radio" }]}
      onChange={({ value }) => {
        if (value?.startsWith("/")) void navigate(value);
        else if (value) signInAs(value);
      }}
      button={trigger}
    >
      <ItemGroup type="radio" legend={words.whoAreYou}>
        {agents.map((agent) => (
          <Item key={agent.id} value={agent.id} label={agent.name} name="agent">
            {agent.name}
            <Item.Meta>{words.role[agent.role]}</Item.Meta>
          </Item>
        ))}
      </ItemGroup>
      <Separator />
      <Item value="/agent" label={words.workspace} icon={<Icon name="inbox" />} />
      <Item value="/admin" label={words.adminCenter} icon={<Icon name="gear" />} />
      <Item value="/inspector" label={words.inspector} icon={<Icon name="inspect" />} />
    </Menu>
  );
}
