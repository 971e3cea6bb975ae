import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { en } from "./texts/en.ts";
import { fr } from "./texts/fr.ts";

export const languages = { en: "English", fr: "Français" } as const;
export type Language = keyof typeof languages;
const texts = { en, fr } as const;
const storageKey = "console-language";

function isLanguage(value: unknown): value is Language {
  return value === "en" || value === "fr";
}

function preferred(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (isLanguage(chosen)) return chosen;
  const known = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage);
  return known ?? "en";
}

const Context = createContext<{ language: Language; choose: (language: Language) => void }>({
  language: "en",
  choose: () => undefined,
});

/** The browser's language, until the person chooses the other one. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(preferred);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = (next: Language) => {
    localStorage.setItem(storageKey, next);
    setLanguage(next);
  };
  return <Context.Provider value={{ language, choose }}>{children}</Context.Provider>;
}

export function useLanguage() {
  return useContext(Context);
}

export function useTexts() {
  return texts[useLanguage().language];
}
