/** The console API: everything below `/api/console/`. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { CodedError } from "../errors.ts";
import type { Store } from "../store/port.ts";
import type { AdminCredentials } from "./admin-password.ts";
import { addChannelOperations } from "./channels.ts";
import { addConnectorOperations } from "./connector.ts";
import type { UpdateDeps } from "./connector-update.ts";
import { addDeliveryOperations, type DeliveryDeps } from "./deliveries.ts";
import { addEndsOperations } from "./ends.ts";
import { addGeneralOperations } from "./general.ts";
import { createLoginLimit } from "./login-limit.ts";
import { createOneAtATime } from "./one-at-a-time.ts";
import { describeApi } from "./openapi.ts";
import { createOperations, nothing } from "./operation.ts";
import { addSessionOperations, createGuard } from "./session.ts";
import { addSkillOperations } from "./skills.ts";

export interface ConsoleDeps extends UpdateDeps, Pick<DeliveryDeps, "retryParked"> {
  readonly store: Pick<Store, "bots" | "connectors" | "consoleSessions" | "parked">;
  readonly credentials: AdminCredentials;
  readonly newId: () => string;
  /** Milliseconds on a clock that never goes back. */
  readonly monotonic: () => number;
}

/** Registers the routes; errors are thrown as `CodedError` for the server's error handler. */
export function registerConsole(app: FastifyInstance, deps: ConsoleDeps): void {
  const session = { ...deps, limit: createLoginLimit(deps.monotonic) };
  const operations = createOperations(app, createGuard(session));
  const oneAtATime = createOneAtATime();
  addSessionOperations(operations, session);
  addGeneralOperations(operations, deps, oneAtATime);
  addConnectorOperations(operations, deps, oneAtATime);
  addEndsOperations(operations, deps, oneAtATime);
  addSkillOperations(operations, deps);
  addChannelOperations(operations, deps);
  addDeliveryOperations(operations, deps);
  operations.add(
    {
      method: "GET",
      path: "/api/console/openapi.json",
      summary: "This description",
      open: true,
      body: nothing,
      answers: { 200: z.record(z.string(), z.unknown()) },
    },
    async () => ({ status: 200, body: describeApi(operations.specs) }),
  );
  // What no operation answers is still the API's to refuse, not a page's address.
  app.all("/api/console/*", async () => {
    throw new CodedError("not_found", "There is no such operation.");
  });
}
