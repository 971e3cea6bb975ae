import type { Covered } from "./coverage.ts";

export const conversationsCoverage: readonly Covered[] = [];
