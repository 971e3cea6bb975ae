/** A route of the console API, declared once: what is parsed is what the OpenAPI document says. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { parseBody } from "../http/body.ts";

type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface OperationSpec {
  readonly method: Method;
  /** With `{name}` for parameters, e.g. `/api/console/bots/{botId}/channels`. */
  readonly path: string;
  readonly summary: string;
  /** The login itself and what describes the API need no session. */
  readonly open?: boolean;
  readonly body: z.core.$ZodType;
  /** Status → what is answered; `null` for no body. Errors of the common shape are not listed. */
  readonly answers: Readonly<Record<number, z.core.$ZodType | null>>;
}

export interface Call<Body> {
  readonly body: Body;
  readonly params: Readonly<Record<string, string>>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface Operations {
  readonly specs: readonly OperationSpec[];
  /** Registers the route; the handler's answer is parsed by the declared schema, so nothing undeclared leaves. */
  add: <Schema extends z.core.$ZodType>(
    spec: OperationSpec & { readonly body: Schema },
    handler: (call: Call<z.output<Schema>>) => Promise<{ status: number; body?: unknown }>,
  ) => void;
}

/** The body of an operation that takes none. */
export const nothing = z.unknown();

const paramsSchema = z.record(z.string(), z.string());

/** @param guard refuses a request that has no session; called for every operation that is not `open`. */
export function createOperations(
  app: FastifyInstance,
  guard: (request: FastifyRequest) => Promise<void>,
): Operations {
  const specs: OperationSpec[] = [];
  return {
    specs,
    add: (spec, handler) => {
      specs.push(spec);
      app.route({
        method: spec.method,
        url: spec.path.replaceAll(/\{(\w+)\}/gu, ":$1"),
        handler: async (request, reply) => {
          if (spec.open !== true) await guard(request);
          const params = paramsSchema.parse(request.params);
          const body = parseBody(spec.body, request.body ?? {});
          const answer = await handler({ body, params, request, reply });
          const schema = spec.answers[answer.status];
          reply.code(answer.status).header("cache-control", "no-store");
          return schema === undefined || schema === null
            ? reply.send()
            : reply.send(z.parse(schema, answer.body));
        },
      });
    },
  };
}
