/** What the path of a request says. */

/** Whether the path belongs to one of Zendesk's APIs. */
export const isApi = (path: string) => /^\/(?:sc|api|oauth)\//u.test(path);
/** Whether it is Support's, OAuth among it; else Sunshine Conversations', or ours. */
export const isSupport = (path: string) => path.startsWith("/api/") || path.startsWith("/oauth/");

/** The path of an address, without its query. */
export const pathOf = (url: string) => url.split("?", 1)[0] ?? url;

/** The address as the routes know it: without a host before it, and Support's with or without `.json`. */
export function routed(url: string): string {
  const own = url.replace(/^https?:\/\/[^/?]*/iu, "");
  const path = pathOf(own);
  return path.startsWith("/api/v2/") && path.endsWith(".json")
    ? path.slice(0, -".json".length) + own.slice(path.length)
    : own;
}

/** A route as the coverage writes it: `/users/:id` is `/users/{id}`. */
export const routeName = (url: string): string => url.replaceAll(/:(\w+)/gu, "{$1}");
