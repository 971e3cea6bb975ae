/** The address if a link or picture may lead there (http or https), else nothing. */
export function safeUrl(url: string): string | undefined {
  const parsed = URL.parse(url, document.baseURI);
  return parsed && ["http:", "https:"].includes(parsed.protocol) ? parsed.href : undefined;
}
