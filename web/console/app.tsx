import { Navigate, Route, Routes } from "react-router-dom";
import { ChannelsPage } from "./channels.tsx";
import { ConnectorPage } from "./connector/page.tsx";
import { EndsPage } from "./ends.tsx";
import { GeneralPage } from "./general.tsx";
import { useTexts } from "./i18n.tsx";
import { Empty } from "./page.tsx";
import { useSession } from "./session.tsx";
import { Shell } from "./shell.tsx";
import { SkillsPage } from "./skills.tsx";

/** Addresses are `/console/{botId}/…`, shaped as the menus. */
export function App() {
  const { me } = useSession();
  const { noBot } = useTexts();
  const [first] = me.bots;
  if (first === undefined) return <Empty title={noBot.title} text={noBot.text} />;
  const home = `/${encodeURIComponent(first.id)}/preferences/bot/general`;
  return (
    <Routes>
      <Route path="/:botId" element={<Shell />}>
        <Route path="preferences/bot/general" element={<GeneralPage />} />
        <Route path="preferences/livechat/connector" element={<ConnectorPage />} />
        <Route path="preferences/livechat/skills" element={<SkillsPage />} />
        <Route path="preferences/livechat/ends" element={<EndsPage />} />
        <Route path="channels" element={<ChannelsPage />} />
        <Route path="*" element={<Navigate to="preferences/bot/general" replace />} />
        <Route index element={<Navigate to="preferences/bot/general" replace />} />
      </Route>
      <Route path="*" element={<Navigate to={home} replace />} />
    </Routes>
  );
}
