/** Two small pages from one build: `/` says what to open first, `/preview/<channelId>` tries a channel's chatbox. */
import { render } from "preact";
import { wantedLanguage } from "../chatbox/i18n/strings.ts";
import { HomePage } from "./home-page.tsx";
import { placeChatbox } from "./place-chatbox.ts";
import { PreviewPage } from "./preview-page.tsx";
import { SampleSite } from "./sample-site.tsx";
import { wordsFor } from "./words.ts";

const page = document.querySelector("#page");
const [first, channelId] = location.pathname.split("/").filter((part) => part !== "");
const wanted = new URLSearchParams(location.search);
const language = wantedLanguage([wanted.get("language"), navigator.language]);
const words = wordsFor(language);
document.documentElement.lang = language;

if (page !== null) {
  if (first !== "preview" || channelId === undefined) {
    document.title = words.product;
    render(<HomePage words={words} />, page);
  } else {
    const channel = decodeURIComponent(channelId);
    const view = wanted.get("view");
    document.title = words.previewTitle;
    if (view === "site") {
      // The inside of the phone: the sample page alone.
      render(<SampleSite words={words.site} />, page);
    } else {
      render(
        <PreviewPage
          words={words}
          language={language}
          channel={channel}
          view={view === "phone" ? "phone" : "desktop"}
        />,
        page,
      );
    }
    if (view !== "phone") placeChatbox(channel, language);
  }
}
