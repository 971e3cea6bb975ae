/** Keeps secrets out of what is shown and written. */
export interface Redaction {
  readonly hide: (secret: string) => void;
  readonly clean: (text: string) => string;
}

export function createRedaction(): Redaction {
  const secrets = new Set<string>();
  return {
    hide: (secret) => {
      if (secret === "") return;
      secrets.add(secret);
      secrets.add(encodeURIComponent(secret));
      // As it stands inside JSON.
      secrets.add(JSON.stringify(secret).slice(1, -1));
    },
    clean: (text) => [...secrets].reduce((shown, secret) => shown.replaceAll(secret, "•••"), text),
  };
}
