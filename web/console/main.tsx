import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router-dom";
import { App } from "./app.tsx";
import { LanguageProvider } from "./i18n.tsx";
import { SessionProvider } from "./session.tsx";
import { Theme } from "./theme.tsx";

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <Theme>
      <LanguageProvider>
        <BrowserRouter basename="/console">
          <SessionProvider>
            <App />
          </SessionProvider>
        </BrowserRouter>
      </LanguageProvider>
    </Theme>,
  );
}
