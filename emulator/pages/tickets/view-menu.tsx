import { Button } from "@zendeskgarden/react-buttons";
import { type IMenuProps, Item, ItemGroup, Menu, Separator } from "@zendeskgarden/react-dropdowns";
import { Fragment, memo } from "react";
import { styled } from "styled-components";
import { type TicketList, type TicketView, ticketViews } from "../../agent/contract.ts";
import { useWords } from "../i18n.ts";
import { Icon } from "../icons.tsx";
import { useAccount } from "../shell/signed-in.tsx";
import { color } from "../theme.tsx";
import type { useView } from "./view.ts";

const Title = styled.span`
  overflow: hidden;
  font-size: 16px;
  font-weight: 600;
  text-overflow: ellipsis;
`;

const Line = styled.span`
  display: flex;
  justify-content: space-between;
  gap: 16px;
`;

const Count = styled.span`
  color: ${color("foreground.subtle")};
`;

/** By what to do, then by status, as agents look for tickets. */
const sections: readonly (readonly TicketView[])[] = [
  ["mine", "unassigned", "open", "all"],
  ["new", "ongoing", "pending", "hold", "solved", "closed"],
];

/** Item values carry what they choose before the colon. */
const value = (kind: "view" | "group", id: string) => `${kind}:${id}`;

/** Chooses the list's view and group. Heavy, so it is not drawn when a ticket is opened. */
export const ViewMenu = memo(function ViewMenu({
  list,
  view,
  groupId,
  choose,
}: Pick<ReturnType<typeof useView>, "view" | "groupId" | "choose"> & { list: TicketList | undefined }) {
  const words = useWords();
  const { groups } = useAccount();
  const trigger: IMenuProps["button"] = (props) => (
    <Button
      {...props}
      isBasic
      isNeutral
      aria-label={words.chooseView(words.view[view])}
      style={{ minWidth: 0, paddingInline: 12 }}
    >
      <Title>{words.view[view]}</Title>
      <Button.EndIcon>
        <Icon name="chevron" />
      </Button.EndIcon>
    </Button>
  );
  return (
    <Menu
      selectedItems={[
        { value: value("view", view), name: "view", type: "radio" },
        { value: value("group", groupId ?? ""), name: "group", type: "radio" },
      ]}
      onChange={(change) => {
        if (!change.value) return;
        const [kind, id = ""] = change.value.split(":");
        if (kind === "group") choose({ groupId: id || null });
        else choose({ view: ticketViews.find((name) => name === id) ?? "open" });
      }}
      isCompact
      maxHeight="80vh"
      style={{ minWidth: 260 }}
      button={trigger}
    >
      {sections.map((names, index) => (
        <Fragment key={names[0]}>
          <ItemGroup type="radio" legend={index === 0 ? words.views : words.byStatus}>
            {names.map((name) => (
              <Item
                key={name}
                value={value("view", name)}
                label={words.view[name]}
                name="view"
                data-view={name}
              >
                <Line>
                  {words.view[name]}
                  <Count>{list?.counts[name]}</Count>
                </Line>
              </Item>
            ))}
          </ItemGroup>
          <Separator />
        </Fragment>
      ))}
      <ItemGroup type="radio" legend={words.groups}>
        {[{ id: "", name: words.everyGroup }, ...groups].map((group) => (
          <Item key={group.id} value={value("group", group.id)} label={group.name} name="group">
            <Line>
              {group.name}
              <Count>{list?.groupCounts[group.id]}</Count>
            </Line>
          </Item>
        ))}
      </ItemGroup>
    </Menu>
  );
});
