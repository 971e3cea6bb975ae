/** Addresses of files are signed for an hour: this knows how old each is and asks for a new one in time. */
export interface FileLinks {
  /** The message that carries the file came with this address just now. */
  readonly note: (fileId: string, url: string) => void;
  readonly isStale: (fileId: string) => boolean;
  /** The latest address known. */
  readonly latest: (fileId: string) => string | undefined;
  /** A new address; requests for the same file share one call. Rejects when the server does not give one. */
  readonly renew: (fileId: string) => Promise<string>;
}

const usableFor = 50 * 60_000;

export function fileLinks(ports: {
  readonly now: () => number;
  readonly fetchLink: (fileId: string) => Promise<string>;
}): FileLinks {
  const known = new Map<string, { url: string; at: number }>();
  const asked = new Map<string, Promise<string>>();
  const note = (fileId: string, url: string): void => void known.set(fileId, { url, at: ports.now() });
  return {
    note,
    isStale: (fileId) => ports.now() - (known.get(fileId)?.at ?? 0) >= usableFor,
    latest: (fileId) => known.get(fileId)?.url,
    renew: (fileId) => {
      const running = asked.get(fileId);
      if (running !== undefined) return running;
      const call = ports
        .fetchLink(fileId)
        .then((url) => {
          note(fileId, url);
          return url;
        })
        .finally(() => asked.delete(fileId));
      asked.set(fileId, call);
      return call;
    },
  };
}
