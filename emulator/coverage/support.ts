import type { Covered } from "./coverage.ts";

export const supportCoverage: readonly Covered[] = [];
