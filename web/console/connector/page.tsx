import { connectorViewSchema } from "../../../src/protocol/console.ts";
import { useBot } from "../bot.tsx";
import { useTexts } from "../i18n.tsx";
import { useLoaded } from "../loaded.ts";
import { Card, Empty, Failed, Loading, PageHead, TextLink } from "../page.tsx";
import { ConnectorEditor } from "./editor.tsx";

/** Preferences › Livechat settings › External connector. */
export function ConnectorPage() {
  const { connector } = useTexts();
  const { botId, preferences } = useBot();
  if (preferences.escalationType === "ZENDESK") return <LinkedPage botId={botId} />;
  return (
    <>
      <PageHead title={connector.title} intro={connector.intro} />
      <Card>
        <Empty title={connector.notChosen} text={connector.notChosenText}>
          <TextLink to={`/${encodeURIComponent(botId)}/preferences/bot/general`}>
            {connector.openGeneral}
          </TextLink>
        </Empty>
      </Card>
    </>
  );
}

function LinkedPage({ botId }: { botId: string }) {
  const path = `bots/${encodeURIComponent(botId)}/livechat/connector`;
  const loaded = useLoaded(path, connectorViewSchema);
  if (loaded.kind === "loading") return <Loading />;
  if (loaded.kind === "failed") return <Failed {...loaded} />;
  return <ConnectorEditor path={path} view={loaded.body} saved={loaded.replace} />;
}
