import { ToastProvider } from "@zendeskgarden/react-notifications";
import { lazy, Suspense, useEffect, useMemo } from "react";
import { Navigate, Route, Routes } from "react-router-dom";
import { LanguageContext, languageFrom } from "./i18n.ts";
import { Live } from "./live.tsx";
import { useRemembered } from "./remembered.ts";
import { Shell } from "./shell/shell.tsx";
import { SignedIn } from "./shell/signed-in.tsx";
import { Waiting } from "./shell/states.tsx";
import { Workspace } from "./workspace.tsx";

// Operators open the workspace all day and the others seldom: they load when they are opened.
const AdminCenter = lazy(async () => ({
  default: (await import("./admin-center/admin-center.tsx")).AdminCenter,
}));
const Inspector = lazy(async () => ({ default: (await import("./inspector/inspector.tsx")).Inspector }));

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
              <Suspense fallback={<Waiting />}>
                <Routes>
                  <Route path="/agent/tickets?/:ticketId?" element={<Workspace />} />
                  <Route path="/admin/*" element={<AdminCenter />} />
                  <Route path="/inspector/*" element={<Inspector />} />
                  <Route path="*" element={<Navigate to="/agent" replace />} />
                </Routes>
              </Suspense>
            </Shell>
          </SignedIn>
        </Live>
      </ToastProvider>
    </LanguageContext.Provider>
  );
}
