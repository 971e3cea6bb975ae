import { useState } from "preact/hooks";
import type { Language } from "../../../src/protocol/chat.ts";
import { formatSize, stringsFor } from "../i18n/strings.ts";

const mostFiles = 10;

/** Files chosen, dropped or pasted and not sent yet. */
export interface Staged {
  readonly files: readonly File[];
  /** Why the last choice was not taken (completely), in words. */
  readonly problem: string | undefined;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (file: File) => void;
  readonly clear: () => void;
}

export function useStagedFiles(language: Language, fileBytes: number): Staged {
  const strings = stringsFor(language);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [problem, setProblem] = useState<string>();
  return {
    files,
    problem,
    add: (chosen) => {
      const fit = chosen.filter(({ size }) => size > 0 && size <= fileBytes);
      const misfit = chosen.find((file) => !fit.includes(file));
      const all = [...files, ...fit];
      setFiles(all.slice(0, mostFiles));
      if (all.length > mostFiles) setProblem(strings.tooManyFiles(mostFiles));
      else if (misfit === undefined) setProblem(undefined);
      else if (misfit.size === 0) setProblem(strings.fileEmpty(misfit.name));
      else setProblem(strings.fileTooLarge(misfit.name, formatSize(fileBytes, language)));
    },
    remove: (file) => {
      setFiles(files.filter((one) => one !== file));
      setProblem(undefined);
    },
    clear: () => {
      setFiles([]);
      setProblem(undefined);
    },
  };
}
