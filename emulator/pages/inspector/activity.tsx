/** The ledger: every write that was accepted, the latest first. */
import { Alert } from "@zendeskgarden/react-notifications";
import { Tag } from "@zendeskgarden/react-tags";
import { Code } from "@zendeskgarden/react-typography";
import { useContext } from "react";
import * as z from "zod/mini";
import { fileSize } from "../conversation/file-size.ts";
import { LanguageContext } from "../i18n.ts";
import { Failure, Waiting } from "../shell/states.tsx";
import { type Entry, getLedger } from "./api.ts";
import { useFaultName } from "./fault-words.ts";
import { JsonView } from "./json-view.tsx";
import { Moment } from "./moment.tsx";
import { usePolled } from "./polled.ts";
import { DetailTitle, Facts, Quiet, Strong, TwoPanes } from "./two-panes.tsx";
import { useInspectorWords } from "./words.ts";

/** Without what is the same in every path, and with the end of each long id. */
const shortPath = (path: string): string =>
  path
    .replace(/^\/sc\/v2\/apps\/[^/]+/u, "")
    .replace(/^\/api\/v2/u, "")
    .replaceAll(/[0-9a-f]{19}([0-9a-f]{5})(?=\/|$)/gu, "…$1") || "/";

const Said = z.object({ content: z.object({ text: z.string() }) });
/** What was said, where something was; else who wrote. */
const previewOf = ({ request, by }: Entry): string | undefined =>
  z.safeParse(Said, request).data?.content.text.slice(0, 200) ?? by;

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
  const words = useInspectorWords();
  const faultName = useFaultName("request");
  return (
    <>
      <Strong>
        {entry.method} {shortPath(entry.path)}
      </Strong>
      <Quiet>
        <Moment at={entry.at} />
      </Quiet>
      <Quiet>{previewOf(entry)}</Quiet>
      <span>
        {entry.fault && (
          <Tag size="small" hue="yellow" style={{ marginInlineEnd: 4 }} title={faultName(entry.fault.action)}>
            <span>{words.fault}</span>
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
  const { language } = useContext(LanguageContext);
  const words = useInspectorWords();
  const faultName = useFaultName("request");
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
            <dd>{entry.files.map(({ name, size }) => `${name} (${fileSize(size, language)})`).join(", ")}</dd>
          </>
        )}
      </Facts>
      {entry.fault && (
        <Alert type="warning" style={{ marginTop: 16 }}>
          {words.accepted} {faultName(entry.fault.action)}
        </Alert>
      )}
      <JsonView name={words.asked} value={entry.request} />
      <JsonView name={words.answered} value={entry.response} />
    </>
  );
}
