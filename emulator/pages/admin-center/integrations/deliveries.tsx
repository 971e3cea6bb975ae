import { Table } from "@zendeskgarden/react-tables";
import { Tag } from "@zendeskgarden/react-tags";
import { Fragment, useContext, useEffect } from "react";
import type { DeliverySummary } from "../../../admin/contract.ts";
import { LanguageContext } from "../../i18n.ts";
import { useEvents } from "../../live.tsx";
import { useMediaQuery } from "../../media-query.ts";
import { Nothing } from "../../shell/states.tsx";
import { media } from "../../theme.tsx";
import { Mono, Quiet, TextLink } from "../page.tsx";
import { useAdminWords } from "../words/words.ts";

/** How soon a delivery without a result is looked at again. */
const AGAIN_MS = 1000;

const hues = { pending: "yellow", delivered: "green", failed: "red" } as const;

/** The last deliveries of an integration's webhook, followed while they are shown. */
export function Deliveries({
  deliveries,
  reload,
  shown,
}: {
  deliveries: readonly DeliverySummary[];
  reload: () => void;
  shown: boolean;
}) {
  const words = useAdminWords();
  const { language } = useContext(LanguageContext);
  const phone = useMediaQuery(media.phone);
  useEvents(() => {
    if (shown) reload();
  });
  useEffect(() => {
    if (!shown || !deliveries.some(({ attempts }) => attempts === 0)) return undefined;
    const timer = window.setTimeout(reload, AGAIN_MS);
    return () => window.clearTimeout(timer);
  }, [shown, deliveries, reload]);

  const inspector = <TextLink to="/inspector">{words.integrations.inspector}</TextLink>;
  if (deliveries.length === 0)
    return (
      <Nothing title={words.integrations.noDeliveries} hint={words.integrations.noDeliveriesHint}>
        {inspector}
      </Nothing>
    );
  const time = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
  return (
    <>
      <Quiet style={{ marginBottom: 16 }}>
        {words.integrations.deliveriesIntro} {inspector}
      </Quiet>
      <Table isReadOnly size="small">
        <Table.Head>
          <Table.HeaderRow>
            <Table.HeaderCell width={phone ? 100 : 120}>{words.integrations.time}</Table.HeaderCell>
            <Table.HeaderCell>{words.integrations.event}</Table.HeaderCell>
            {!phone && <Table.HeaderCell width={90}>{words.integrations.attempts}</Table.HeaderCell>}
            {!phone && <Table.HeaderCell width={160}>{words.integrations.answer}</Table.HeaderCell>}
            <Table.HeaderCell width={phone ? 100 : 130}>{words.integrations.status}</Table.HeaderCell>
          </Table.HeaderRow>
        </Table.Head>
        <Table.Body>
          {deliveries.map(({ id, at, events, attempts, state, status, error }) => (
            <Table.Row key={id}>
              <Table.Cell width={phone ? 100 : 120}>{attempts > 0 && time.format(at)}</Table.Cell>
              <Table.Cell>
                <Mono>
                  {events.map((event, index) => (
                    <Fragment key={event}>
                      {index > 0 && ", "}
                      {breakable(event)}
                    </Fragment>
                  ))}
                </Mono>
              </Table.Cell>
              {!phone && <Table.Cell width={90}>{attempts}</Table.Cell>}
              {!phone && <Table.Cell width={160}>{status ?? error}</Table.Cell>}
              <Table.Cell width={phone ? 100 : 130}>
                <Tag hue={hues[state]} isPill>
                  <span>{words.integrations.deliveryStates[state]}</span>
                </Tag>
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </>
  );
}

/** A narrow column breaks an event's name at its colon. */
function breakable(event: string) {
  const [kind, ...rest] = event.split(":");
  return (
    <>
      {kind}
      {rest.length > 0 && (
        <>
          :<wbr />
          {rest.join(":")}
        </>
      )}
    </>
  );
}
