/**
 * Knowledge items: what a bot knows. Stored as JSON (a draft and what is published); parsed here.
 * Texts per language are written in the notation of `answer-text.ts`.
 */
import { z } from "zod";
import type { Language } from "../protocol/chat.ts";
import { type Problem, safeParse } from "../protocol/safe-parse.ts";
import type { KnowledgeRow } from "../store/port.ts";

const languages = ["en", "fr"] as const satisfies readonly Language[];

const text = z.string().trim().min(1).max(8000);

/** At least one language has the text. */
function inLanguages<Schema extends z.ZodType>(schema: Schema) {
  return z
    .object({ en: schema.optional(), fr: schema.optional() })
    .refine((value) => Object.values(value).some((one) => one !== undefined), {
      error: "needs a text in at least one language",
    });
}

const wordsSchema = inLanguages(text);
export type Words = z.infer<typeof wordsSchema>;

/** A free-input step: asks, and keeps what the visitor writes in a variable. Skipped when the variable is known. */
const stepSchema = z.object({
  prompt: wordsSchema,
  variable: z.string().regex(/^[\p{L}\p{N}_.-]{1,64}$/u, "letters, digits, _ . - only"),
  /** `email`: asks again, kindly, when the input holds no e-mail address. */
  input: z.enum(["text", "email"]).default("text"),
  /** How often it asks again before the conversation goes on without the value. */
  retries: z.int().min(0).max(5).default(2),
  /** What it says when it asks again; the bot's own words when absent. */
  again: wordsSchema.optional(),
});
export type Step = z.infer<typeof stepSchema>;

const answerSchema = z.object({
  text: wordsSchema,
  /** GUI action on the answer. */
  action: z.literal("connectToLivechat").optional(),
});
export type Answer = z.infer<typeof answerSchema>;

const responseSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("always"), answer: answerSchema }),
  /** The context condition that came with a skill. The failure answer never connects. */
  z.object({
    kind: z.literal("skill"),
    skillId: z.string().min(1).max(64),
    success: answerSchema,
    failure: answerSchema.omit({ action: true }),
  }),
]);

const common = { id: z.string().min(1).max(64), name: z.string().trim().min(1).max(200) };

export const knowledgeItemSchema = z.discriminatedUnion("kind", [
  z.object({
    ...common,
    kind: z.literal("question"),
    questions: inLanguages(z.array(z.string().trim().min(1).max(300)).min(1).max(100)),
    steps: z.array(stepSchema).max(10).default([]),
    response: responseSchema,
  }),
  /** What the bot says first in a conversation. */
  z.object({ ...common, kind: z.literal("greeting"), text: wordsSchema }),
  /** What the bot says when no item answers. */
  z.object({ ...common, kind: z.literal("fallback"), text: wordsSchema }),
]);
export type KnowledgeItem = z.infer<typeof knowledgeItemSchema>;
export type QuestionItem = Extract<KnowledgeItem, { kind: "question" }>;

export interface ParsedKnowledge {
  readonly items: readonly KnowledgeItem[];
  /** Rows that are no knowledge item, with the reason (paths and rules, no texts). */
  readonly unreadable: readonly { readonly itemId: string; readonly reason: string }[];
}

/** The items of one form, in their order. Visitors get `published` only; an item never published is left out. */
export function parseKnowledge(rows: readonly KnowledgeRow[], form: "published" | "draft"): ParsedKnowledge {
  const items: KnowledgeItem[] = [];
  const unreadable: { itemId: string; reason: string }[] = [];
  for (const row of [...rows].sort(byOrder)) {
    const json = row[form];
    if (json === undefined) {
      continue;
    }
    const parsed = safeParse(itemJsonSchema, json);
    if (parsed.success) {
      items.push(parsed.data);
    } else {
      unreadable.push({ itemId: row.itemId, reason: reasonOf(parsed.problems) });
    }
  }
  return { items, unreadable };
}

const itemJsonSchema = z
  .string()
  .transform((json, context): unknown => {
    try {
      return JSON.parse(json);
    } catch {
      context.addIssue({ code: "custom", message: "not JSON" });
      return z.NEVER;
    }
  })
  .pipe(knowledgeItemSchema);

function reasonOf(problems: readonly Problem[]): string {
  return problems
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
    .join("; ");
}

function byOrder(one: KnowledgeRow, other: KnowledgeRow): number {
  return one.order - other.order || (one.itemId < other.itemId ? -1 : 1);
}

/** The words in this language, else in the one they have. */
export function wordsIn<Value>(
  words: Readonly<Partial<Record<Language, Value | undefined>>>,
  language: Language,
): { readonly value: Value; readonly language: Language } | undefined {
  for (const one of [language, ...languages]) {
    const value = words[one];
    if (value !== undefined) {
      return { value, language: one };
    }
  }
  return undefined;
}

/** Names of the variables that the items' steps fill, without repetition: suggestions for the sender id. */
export function variablesOf(items: readonly KnowledgeItem[]): readonly string[] {
  const names = items.flatMap((item) =>
    item.kind === "question" ? item.steps.map((step) => step.variable) : [],
  );
  return [...new Set(names)];
}

/** Names of the items whose context condition asks for the skill. */
export function itemsUsingSkill(items: readonly KnowledgeItem[], skillId: string): readonly string[] {
  return items.flatMap((item) =>
    item.kind === "question" && item.response.kind === "skill" && item.response.skillId === skillId
      ? [item.name]
      : [],
  );
}

/** Whether the item can start a handoff. */
export function connects(item: QuestionItem): boolean {
  const answer = item.response.kind === "skill" ? item.response.success : item.response.answer;
  return answer.action === "connectToLivechat";
}
