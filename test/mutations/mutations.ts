/**
 * What the promises rest on, taken away one at a time. `test/mutations.test.ts` keeps the tables in step with the
 * sources; `npm run mutate` runs them.
 */
import type { Mutation } from "./mutation.ts";
import { towardsVisitors } from "./towards-visitors.ts";
import { towardsZendesk } from "./towards-zendesk.ts";

export const mutations: readonly Mutation[] = [...towardsZendesk, ...towardsVisitors];
