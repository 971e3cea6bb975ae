/** Where the emulator means to differ from the OpenAPI files, each with its reason. One that is gone fails a test. */
export interface Difference {
  /** Operations and statuses as the judge names them. */
  readonly on: RegExp;
  /** Place and words of the finding. */
  readonly says: RegExp;
  readonly why: string;
}

export const allowed: readonly Difference[] = [];
