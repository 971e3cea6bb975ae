import { useEffect, useRef } from "react";
import { Route, Routes, useLocation } from "react-router-dom";
import { styled } from "styled-components";
import { useMediaQuery } from "../media-query.ts";
import { useAccount } from "../shell/signed-in.tsx";
import { Nothing } from "../shell/states.tsx";
import { media } from "../theme.tsx";
import { AdminsOnly } from "./admins-only.tsx";
import { ApiConfiguration } from "./api-configuration.tsx";
import { CategoryPage } from "./category-page.tsx";
import { ConversationApi } from "./conversation-api.tsx";
import { Home } from "./home.tsx";
import { CreateIntegration } from "./integrations/create-integration.tsx";
import { IntegrationPage } from "./integrations/integration-page.tsx";
import { IntegrationsPage } from "./integrations/integrations-page.tsx";
import { categories } from "./navigation.ts";
import { OauthClients } from "./oauth/oauth-clients.tsx";
import { TextLink } from "./page.tsx";
import { GroupPage } from "./people/group-page.tsx";
import { GroupsPage } from "./people/groups-page.tsx";
import { TeamMembers } from "./people/team-members.tsx";
import { MessagingSettings, SwitchesPage } from "./settings-page.tsx";
import { DrawerNav, SideNav } from "./side-nav.tsx";
import { ApiTokens } from "./tokens/api-tokens.tsx";
import { useAdminWords } from "./words/words.ts";

const Whole = styled.div`
  display: flex;
  flex: 1;
  min-height: 0;
  @media ${media.phone} {
    flex-direction: column;
  }
`;

const Scroll = styled.div`
  flex: 1;
  min-width: 0;
  min-height: 0;
  overflow-y: auto;
`;

/** Admin Center: everything below `/admin`, for administrators. */
export function AdminCenter() {
  const words = useAdminWords();
  const { me } = useAccount();
  const phone = useMediaQuery(media.phone);
  const { pathname } = useLocation();
  const scroll = useRef<HTMLDivElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    scroll.current?.scrollTo({ top: 0 });
    // Who uses a screen reader hears which page came, once it is there.
    scroll.current?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }, [pathname]);

  if (me.role !== "admin") return <AdminsOnly />;
  return (
    <Whole>
      {phone ? <DrawerNav /> : <SideNav />}
      <Scroll ref={scroll}>
        <Routes>
          <Route index element={<Home />} />
          {categories.map((category) => (
            <Route
              key={category.path}
              path={category.path.replace("/admin/", "")}
              element={<CategoryPage category={category} />}
            />
          ))}
          <Route path="people/team-members" element={<TeamMembers />} />
          <Route path="people/groups" element={<GroupsPage />} />
          <Route path="people/groups/:groupId" element={<GroupPage />} />
          <Route path="channels/messaging-settings" element={<MessagingSettings />} />
          <Route path="channels/emulator-switches" element={<SwitchesPage />} />
          <Route path="apps-integrations">
            <Route path="conversation-integrations" element={<IntegrationsPage />} />
            <Route path="conversation-integrations/new" element={<CreateIntegration />} />
            <Route path="conversation-integrations/:integrationId" element={<IntegrationPage />} />
            <Route path="conversation-api" element={<ConversationApi />} />
            <Route path="api-tokens" element={<ApiTokens />} />
            <Route path="api-configuration" element={<ApiConfiguration />} />
            <Route path="oauth-clients" element={<OauthClients />} />
          </Route>
          <Route
            path="*"
            element={
              <Nothing title={words.notFound}>
                <TextLink to="/admin">{words.toHome}</TextLink>
              </Nothing>
            }
          />
        </Routes>
      </Scroll>
    </Whole>
  );
}
