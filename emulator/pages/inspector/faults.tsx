/** The faults there are, with how often each has struck, and a form for another one. */
import { Button, IconButton } from "@zendeskgarden/react-buttons";
import { Tag } from "@zendeskgarden/react-tags";
import { Code } from "@zendeskgarden/react-typography";
import { styled } from "styled-components";
import { Icon } from "../icons.tsx";
import { Failure, Nothing, Waiting } from "../shell/states.tsx";
import { color, media } from "../theme.tsx";
import { type Fault, getFaults, removeFault, removeFaults } from "./api.ts";
import { FaultForm } from "./fault-form.tsx";
import { useFaultName } from "./fault-words.ts";
import { usePolled } from "./polled.ts";
import { useTold } from "./told.tsx";
import { Quiet, Strong } from "./two-panes.tsx";
import { useInspectorWords } from "./words.ts";

const Columns = styled.div`
  display: grid;
  flex: 1;
  grid-template-columns: minmax(0, 1fr) 400px;
  min-height: 0;
  overflow-y: auto;
  @media ${media.noCard} {
    grid-template-columns: minmax(0, 1fr);
  }
`;

const Part = styled.section`
  padding: 16px 24px;
  @media ${media.phone} {
    padding: 16px;
  }
`;

const FormPart = styled(Part)`
  border-inline-start: 1px solid ${color("border.default")};
  @media ${media.noCard} {
    order: -1;
    border-inline-start: 0;
    border-bottom: 1px solid ${color("border.default")};
  }
`;

const Top = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 8px;
  color: ${color("foreground.subtle")};
`;

const List = styled.ul`
  display: grid;
  gap: 8px;
  margin: 16px 0 0;
  padding: 0;
  list-style: none;
`;

const Card = styled.li`
  display: grid;
  grid-template-columns: minmax(0, 1fr) auto auto;
  align-items: center;
  gap: 4px 12px;
  border: 1px solid ${color("border.default")};
  border-radius: 4px;
  padding: 12px 8px 12px 16px;
  > div {
    display: grid;
    gap: 2px;
  }
  @media ${media.phone} {
    grid-template-columns: minmax(0, 1fr) auto;
    > :nth-child(2) {
      grid-row: 2;
      justify-self: start;
    }
  }
`;

export function Faults() {
  const words = useInspectorWords();
  const told = useTold();
  const faults = usePolled("faults", getFaults);
  const then = async (run: () => Promise<unknown>): Promise<void> => {
    await told(run);
    faults.reload();
  };
  if (faults.data === undefined)
    return faults.failure ? <Failure failure={faults.failure} retry={faults.reload} /> : <Waiting />;
  return (
    <Columns>
      <Part aria-label={words.tabs.faults}>
        {faults.data.length === 0 ? (
          <Nothing
            title={words.noFaults}
            hint={words.noFaultsHint}
            icon={<Icon name="bolt" width="32" height="32" />}
          />
        ) : (
          <>
            <Top>
              {words.faultsNote}
              <Button size="small" isDanger onClick={() => void then(removeFaults)}>
                {words.removeAll}
              </Button>
            </Top>
            <List>
              {faults.data.map((fault) => (
                <OneFault
                  key={fault.id}
                  fault={fault}
                  remove={() => void then(() => removeFault(fault.id))}
                />
              ))}
            </List>
          </>
        )}
      </Part>
      <FormPart aria-label={words.addFault}>
        <FaultForm added={faults.reload} />
      </FormPart>
    </Columns>
  );
}

/** Where it strikes, as it was asked for. */
function placeOf({ on, method, path, trigger, source }: Fault): string {
  if (on === "webhook") return [trigger ?? "*", source].filter(Boolean).join(" · ");
  return [method, path].filter(Boolean).join(" ");
}

function OneFault({ fault, remove }: { fault: Fault; remove: () => void }) {
  const words = useInspectorWords();
  const label = useFaultName(fault.on)(fault.action);
  const waits = fault.after > 0 && fault.struck === 0;
  return (
    <Card>
      <div>
        <Strong title={label}>{label}</Strong>
        <Quiet title={placeOf(fault)}>
          <Code size="small">{placeOf(fault)}</Code>
        </Quiet>
        {waits && <Quiet>{words.passes(fault.after)}</Quiet>}
      </div>
      <Tag size="medium" hue={fault.left === 0 ? "grey" : fault.struck > 0 ? "yellow" : "blue"}>
        <span>{words.struck(fault.struck, fault.left)}</span>
      </Tag>
      <IconButton aria-label={words.removeIt(label)} title={words.remove} onClick={remove}>
        <Icon name="trash" />
      </IconButton>
    </Card>
  );
}
