/** Webhook deliveries with their attempts, the latest first. */
import { Button } from "@zendeskgarden/react-buttons";
import { Table } from "@zendeskgarden/react-tables";
import { Tag } from "@zendeskgarden/react-tags";
import { Code } from "@zendeskgarden/react-typography";
import { styled } from "styled-components";
import * as z from "zod/mini";
import { Failure, Waiting } from "../shell/states.tsx";
import { type Delivery, getDeliveries, resend } from "./api.ts";
import { useFaultName } from "./fault-words.ts";
import { JsonView } from "./json-view.tsx";
import { Moment } from "./moment.tsx";
import { usePolled } from "./polled.ts";
import { useTold } from "./told.tsx";
import { DetailTitle, Facts, Quiet, Strong, TwoPanes } from "./two-panes.tsx";
import { type InspectorWords, useInspectorWords } from "./words.ts";

const Top = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: start;
  justify-content: space-between;
  gap: 8px 16px;
`;

const Scrolled = styled.div`
  margin-top: 16px;
  overflow-x: auto;
`;

const Event = z.object({ type: z.string(), createdAt: z.optional(z.string()) });
const Events = z.object({ events: z.array(z.unknown()) });

/** The readable events of a body: a fault may have put others among them. */
function eventsOf(body: unknown): z.infer<typeof Event>[] {
  const events = z.safeParse(Events, body).data?.events ?? [];
  return events.flatMap((event) => z.safeParse(Event, event).data ?? []);
}

function titleOf(body: unknown, words: InspectorWords): string {
  const [first, ...more] = eventsOf(body);
  if (first === undefined) return words.nothing;
  return more.length === 0 ? first.type : words.several(first.type, more.length);
}

/** When it happened: a waiting delivery has no attempt yet. */
function timeOf({ body, attempts }: Delivery): number | undefined {
  const created = Date.parse(eventsOf(body)[0]?.createdAt ?? "");
  return Number.isNaN(created) ? attempts[0]?.at : created;
}

const textOf = ({ target, body, faults, id }: Delivery): string =>
  `${id} ${target} ${faults?.join(" ") ?? ""} ${JSON.stringify(body)}`;

const line = (delivery: Delivery) => <Line delivery={delivery} />;
const detail = (delivery: Delivery) => <Detail delivery={delivery} />;

export function Webhooks() {
  const words = useInspectorWords();
  const deliveries = usePolled("deliveries", getDeliveries);
  if (deliveries.data === undefined)
    return deliveries.failure ? (
      <Failure failure={deliveries.failure} retry={deliveries.reload} />
    ) : (
      <Waiting />
    );
  return (
    <TwoPanes
      rows={deliveries.data}
      idOf={({ id }) => id}
      textOf={textOf}
      label={words.tabs.webhooks}
      empty={{ title: words.noDeliveries, hint: words.noDeliveriesHint }}
      line={line}
      detail={detail}
    />
  );
}

const hues = { pending: "blue", delivered: "green", failed: "red" } as const;

function State({ delivery }: { delivery: Delivery }) {
  const words = useInspectorWords();
  const lost = delivery.faults?.includes("lose") === true;
  return (
    <Tag size="small" hue={lost ? "yellow" : hues[delivery.state]}>
      {lost ? words.lost : words.state[delivery.state]}
    </Tag>
  );
}

function Line({ delivery }: { delivery: Delivery }) {
  const faultName = useFaultName("webhook");
  const words = useInspectorWords();
  const at = timeOf(delivery);
  return (
    <>
      <Strong>{titleOf(delivery.body, words)}</Strong>
      <Quiet>{at !== undefined && <Moment at={at} />}</Quiet>
      <Quiet>
        {words.attemptsMade(delivery.attempts.length)}
        {delivery.faults && ` · ${delivery.faults.map(faultName).join(" · ")}`}
      </Quiet>
      <span>
        <State delivery={delivery} />
      </span>
    </>
  );
}

function Detail({ delivery }: { delivery: Delivery }) {
  const faultName = useFaultName("webhook");
  const words = useInspectorWords();
  const told = useTold();
  return (
    <>
      <Top>
        <DetailTitle>{titleOf(delivery.body, words)}</DetailTitle>
        <Button size="small" onClick={() => void told(() => resend(delivery.id), words.resent)}>
          {words.resend}
        </Button>
      </Top>
      <Facts>
        <dt>{words.status}</dt>
        <dd>
          <State delivery={delivery} />
        </dd>
        <dt>{words.target}</dt>
        <dd>
          <Code>{delivery.target}</Code>
        </dd>
        {delivery.faults && (
          <>
            <dt>{words.struckBy}</dt>
            <dd>{delivery.faults.map(faultName).join(" · ")}</dd>
          </>
        )}
        {delivery.state === "pending" && delivery.nextAt !== undefined && (
          <>
            <dt>{words.nextTry}</dt>
            <dd>
              <Moment at={delivery.nextAt} full />
            </dd>
          </>
        )}
      </Facts>
      <Scrolled>
        {delivery.attempts.length === 0 ? <Quiet>{words.noAttempt}</Quiet> : <Attempts delivery={delivery} />}
      </Scrolled>
      <JsonView name={words.body} value={delivery.body} />
    </>
  );
}

function Attempts({ delivery }: { delivery: Delivery }) {
  const words = useInspectorWords();
  return (
    <Table size="small">
      <Table.Caption hidden>{words.attempts}</Table.Caption>
      <Table.Head>
        <Table.HeaderRow>
          <Table.HeaderCell style={{ width: 110 }}>{words.when}</Table.HeaderCell>
          <Table.HeaderCell>{words.result}</Table.HeaderCell>
        </Table.HeaderRow>
      </Table.Head>
      <Table.Body>
        {delivery.attempts.map(({ at, status, answer, error }, index) => (
          // Attempts are only ever added at the end.
          <Table.Row key={index}>
            <Table.Cell>
              <Moment at={at} />
            </Table.Cell>
            <Table.Cell>
              {status ?? error}
              {answer !== undefined && answer !== "" && (
                <>
                  {" "}
                  <Code>{answer.slice(0, 300)}</Code>
                </>
              )}
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}
