/** Acting as the visitor in Zendesk's own widget, in ways that no program has by API; and redacting. */
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { notFound } from "../refusal.ts";
import { redactMessage } from "../world/messaging/redaction.ts";
import { scores } from "../world/messaging/survey.ts";
import {
  visitorActs,
  visitorAnswersForm,
  visitorPostback,
  visitorPresses,
  visitorRates,
} from "../world/messaging/visitor.ts";
import { endByVisitor } from "../world/ticketing/sessions.ts";
import type { World } from "../world/world.ts";
import { Postback } from "./schemas.ts";

const conversationId = z.string();
export const Press = z.strictObject({ conversationId, messageId: z.string(), text: z.string().optional() });
export const Rate = z.strictObject({
  conversationId,
  score: z.enum(scores),
  comment: z.string().min(1).max(4000).optional(),
});
/** Values by the names of the form's fields. */
export const AnswerForm = z.strictObject({
  conversationId,
  messageId: z.string(),
  values: z.record(z.string(), z.string().max(256)),
});
export const Activity = z.strictObject({
  conversationId,
  type: z.enum(["typing:start", "typing:stop", "conversation:read"]),
});
export const End = z.strictObject({ conversationId });
export const Redact = z.strictObject({ messageId: z.string() });

export function visitorRoutes(server: FastifyInstance, world: World): void {
  const act = <Body>(name: string, schema: z.ZodType<Body>, run: (body: Body) => void) => {
    server.post(`/_emulator/${name}`, async (request) => {
      run(schema.parse(request.body));
      return {};
    });
  };
  act("visitor/postback", Postback, ({ metadata, payload, ...at }) =>
    visitorPostback(world, at.conversationId, { payload, ...(metadata === undefined ? {} : { metadata }) }),
  );
  act("visitor/press", Press, ({ messageId, text, ...at }) =>
    visitorPresses(world, at.conversationId, { messageId, ...(text === undefined ? {} : { text }) }),
  );
  act("visitor/rate", Rate, ({ score, comment, ...at }) => {
    visitorRates(world, at.conversationId, score, comment);
  });
  act("visitor/form", AnswerForm, ({ messageId, values, ...at }) => {
    visitorAnswersForm(world, at.conversationId, { messageId, values });
  });
  act("visitor/activity", Activity, ({ type, ...at }) => visitorActs(world, at.conversationId, type));
  act("visitor/end", End, (body) => {
    const conversation = world.conversations.get(body.conversationId);
    const ended = conversation === undefined ? undefined : endByVisitor(world, conversation);
    if (ended === undefined) throw notFound("session_unknown", "No session is open in this conversation.");
  });
  act("redact", Redact, ({ messageId }) => {
    if (redactMessage(world, messageId) === undefined)
      throw notFound("message_unknown", "There is no such message, or it was redacted before.");
  });
}
