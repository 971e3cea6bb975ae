import { ToastProvider } from "@zendeskgarden/react-notifications";
import { useEffect, useMemo } from "react";
import { Navigate, Route, Routes } from "react-router-dom";
import { AdminPage } from "./admin-page.tsx";
import { LanguageContext, languageFrom } from "./i18n.ts";
import { Live } from "./live.tsx";
import { useRemembered } from "./remembered.ts";
import { Shell } from "./shell/shell.tsx";
import { SignedIn } from "./shell/signed-in.tsx";
import { Workspace } from "./workspace.tsx";

/** Toasts stand below the header, where nothing is written. */
const toasts = { "top-end": { style: { top: 64 } } };

export function App() {
  const [remembered, choose] = useRemembered("emulator.language");
  const language = languageFrom(remembered, navigator.language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const context = useMemo(() => ({ language, choose }), [language, choose]);
  return (
    <LanguageContext.Provider value={context}>
      <ToastProvider placementProps={toasts} zIndex={20}>
        <Live>
          <SignedIn>
            <Shell>
              <Routes>
                <Route path="/agent/tickets?/:ticketId?" element={<Workspace />} />
                <Route path="/admin/*" element={<AdminPage />} />
                <Route path="*" element={<Navigate to="/agent" replace />} />
              </Routes>
            </Shell>
          </SignedIn>
        </Live>
      </ToastProvider>
    </LanguageContext.Provider>
  );
}
