/** The ledger: every write that was accepted, the latest first. */
import { Alert } from "@zendeskgarden/react-notifications";
import { Tag } from "@zendeskgarden/react-tags";
import { Code } from "@zendeskgarden/react-typography";
import { Failure, Waiting } from "../shell/states.tsx";
import { type Entry, getLedger } from "./api.ts";
import { JsonView } from "./json-view.tsx";
import { Moment } from "./moment.tsx";
import { usePolled } from "./polled.ts";
import { DetailTitle, Facts, Quiet, Strong, TwoPanes } from "./two-panes.tsx";
import { useInspectorWords } from "./words.ts";

/** Without what is the same in every path. */
const shortPath = (path: string): string =>
  path.replace(/^\/sc\/v2\/apps\/[^/]+/u, "").replace(/^\/api\/v2/u, "") || "/";

const textOf = (entry: Entry): string =>
  `${entry.method} ${entry.path} ${entry.by ?? ""} ${JSON.stringify([entry.request, entry.response])}`;

const line = (entry: Entry) => <Line entry={entry} />;
const detail = (entry: Entry) => <Detail entry={entry} />;

export function Activity() {
  const words = useInspectorWords();
  const ledger = usePolled("ledger", getLedger);
  if (ledger.data === undefined)
    return ledger.failure ? <Failure failure={ledger.failure} retry={ledger.reload} /> : <Waiting />;
  return (
    <TwoPanes
      rows={ledger.data}
      idOf={({ seq }) => String(seq)}
      textOf={textOf}
      label={words.tabs.activity}
      empty={{ title: words.noWrites, hint: words.noWritesHint }}
      line={line}
      detail={detail}
    />
  );
}

function Line({ entry }: { entry: Entry }) {
  return (
    <>
      <Strong>
        {entry.method} {shortPath(entry.path)}
      </Strong>
      <Quiet>
        <Moment at={entry.at} />
      </Quiet>
      <Quiet>{entry.by}</Quiet>
      <span>
        {entry.fault && (
          <Tag size="small" hue="yellow" style={{ marginInlineEnd: 4 }}>
            {entry.fault.action}
          </Tag>
        )}
        <Tag size="small" hue="green">
          {entry.status}
        </Tag>
      </span>
    </>
  );
}

function Detail({ entry }: { entry: Entry }) {
  const words = useInspectorWords();
  return (
    <>
      <DetailTitle>
        {entry.method} {shortPath(entry.path)}
      </DetailTitle>
      <Facts>
        <dt>{words.when}</dt>
        <dd>
          <Moment at={entry.at} full />
        </dd>
        <dt>{words.by}</dt>
        <dd>{entry.by ?? "–"}</dd>
        <dt>{words.status}</dt>
        <dd>{entry.status}</dd>
        <dt>{words.path}</dt>
        <dd>
          <Code>{entry.path}</Code>
        </dd>
        {entry.files && (
          <>
            <dt>{words.files}</dt>
            <dd>{entry.files.map(({ name, size }) => `${name} (${size})`).join(", ")}</dd>
          </>
        )}
      </Facts>
      {entry.fault && (
        <Alert type="warning" style={{ marginTop: 16 }}>
          {words.accepted} <Code>{entry.fault.action}</Code>
        </Alert>
      )}
      <JsonView name={words.asked} value={entry.request} />
      <JsonView name={words.answered} value={entry.response} />
    </>
  );
}
