import { Button } from "@zendeskgarden/react-buttons";
import { type IMenuProps, Item, ItemGroup, Menu, Separator } from "@zendeskgarden/react-dropdowns";
import { Span } from "@zendeskgarden/react-typography";
import { memo } from "react";
import { styled } from "styled-components";
import { type Availability, availabilities } from "../../agent/contract.ts";
import { setAvailability } from "../api.ts";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { useMediaQuery } from "../media-query.ts";
import { color, media } from "../theme.tsx";
import { Face } from "./face.tsx";
import { useAccount } from "./signed-in.tsx";
import { useWarning } from "./warning.tsx";

const hues: Record<Availability, string> = {
  online: "#228f67",
  away: "#ed961c",
  transfers_only: "#1f73b7",
  offline: "#87929d",
};

/** The colour of an agent's availability; the words stand beside it. */
const Dot = styled.span<{ $availability: Availability }>`
  display: inline-block;
  box-sizing: border-box;
  width: 10px;
  height: 10px;
  border: 1px solid ${color("background.default")};
  border-radius: 50%;
  background: ${({ $availability }) => hues[$availability]};
`;

const Faced = styled.span`
  display: inline-flex;
  position: relative;
  > :last-child {
    position: absolute;
    right: -3px;
    bottom: -3px;
  }
`;

/** Who works here and whether they are available, and the way to be somebody else or to go to the other product. */
export const AgentMenu = memo(function AgentMenu({ go }: { go: (path: string) => void }) {
  const words = useWords();
  const { me, agents, signInAs } = useAccount();
  const phone = useMediaQuery(media.phone);
  const warn = useWarning();
  const change = async (availability: Availability): Promise<void> => {
    try {
      await setAvailability(me.id, availability);
    } catch (error) {
      warn(error);
    }
  };
  const trigger: IMenuProps["button"] = (props) => (
    <Button {...props} isBasic isNeutral style={{ paddingInline: 8 }}>
      <Faced>
        <Face name={me.name} avatarUrl={me.avatarUrl} size="extrasmall" />
        <Dot $availability={me.availability} />
      </Faced>
      <Span hidden>{words.signedInAs} </Span>
      <Span hidden={phone} style={{ marginInline: phone ? 0 : 8 }}>
        {me.name}
      </Span>
      <Span hidden> ({words.availability[me.availability]})</Span>
      {!phone && <Icon name="chevron" />}
    </Button>
  );
  return (
    <Menu
      placement="bottom-end"
      selectedItems={[
        { value: me.availability, name: "availability", type: "radio" },
        { value: me.id, name: "agent", type: "radio" },
      ]}
      onChange={({ value }) => {
        const availability = availabilities.find((name) => name === value);
        if (availability) void change(availability);
        else if (value?.startsWith("/")) go(value);
        else if (value) signInAs(value);
      }}
      isCompact
      maxHeight="80vh"
      button={trigger}
    >
      <ItemGroup type="radio" legend={words.availabilityTitle}>
        {availabilities.map((name) => (
          <Item key={name} value={name} label={words.availability[name]} name="availability">
            <span>
              <Dot $availability={name} /> {words.availability[name]}
            </span>
          </Item>
        ))}
      </ItemGroup>
      <Separator />
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
});
