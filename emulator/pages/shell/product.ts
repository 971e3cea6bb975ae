import { useLocation } from "react-router-dom";
import { useWords } from "../i18n.ts";

/** The name of the product that is open. */
export function useProduct(): string {
  const words = useWords();
  const { pathname } = useLocation();
  if (pathname.startsWith("/admin")) return words.adminCenter;
  return pathname.startsWith("/inspector") ? words.inspector : words.workspace;
}
