import type { Covered } from "./coverage.ts";

export const eventCoverage: readonly Covered[] = [];
