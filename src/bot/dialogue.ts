/**
 * One turn of the bot, pure: what it says to a visitor's message and what it remembers. A turn that ends at a
 * context condition stops there (`decide`), since only the caller can find out whether the condition holds.
 */
import type { BotMemory } from "../conversation/state.ts";
import type { Language } from "../protocol/chat.ts";
import type { RichText } from "../protocol/rich-text.ts";
import { answerText } from "./answer-text.ts";
import type { Answer, KnowledgeItem, QuestionItem, Step, Words } from "./knowledge.ts";
import { connects, wordsIn } from "./knowledge.ts";
import type { Match, Matcher } from "./matching.ts";
import { createMatcher } from "./matching.ts";
import type { BotReply } from "./port.ts";
import { readInput } from "./step-input.ts";
import { botPhrase } from "./texts.ts";

/** Published items, ready to be asked. */
export interface Knowledge {
  readonly items: readonly KnowledgeItem[];
  readonly find: Readonly<Record<Language, Matcher>>;
}

export interface Asked {
  readonly text: string;
  readonly language: Language;
  readonly memory: BotMemory;
}

/** `decide`: `conclude` gives the reply once it is known whether the skill is ready. */
export type Turn =
  | { readonly kind: "reply"; readonly reply: BotReply }
  | { readonly kind: "decide"; readonly skillId: string; readonly conclude: (ready: boolean) => BotReply };

export function createKnowledge(items: readonly KnowledgeItem[]): Knowledge {
  const questions = items.filter((item) => item.kind === "question");
  return { items, find: { en: createMatcher(questions, "en"), fr: createMatcher(questions, "fr") } };
}

/** The bot's turn after a visitor's message. */
export function takeTurn(knowledge: Knowledge, asked: Asked): Turn {
  const waiting = asked.memory.waitingStep;
  const item = waiting && questionItem(knowledge, waiting.itemId);
  const step = waiting && item?.steps[waiting.step];
  if (waiting === undefined || item === undefined || step === undefined) {
    return answerQuestion(knowledge, asked);
  }
  return takeInput(knowledge, asked, { item, step, waiting });
}

/** What the bot says first in a conversation. */
export function greeting(knowledge: Knowledge, language: Language): RichText {
  return ownText(knowledge, "greeting", language);
}

// ── A question ──────────────────────────────────────────────────────────────────────────────────────────

function answerQuestion(knowledge: Knowledge, asked: Asked): Turn {
  const memory: BotMemory = { variables: asked.memory.variables };
  const found = findItem(knowledge, asked);
  if (found === undefined) {
    return reply([ownText(knowledge, "fallback", asked.language)], memory);
  }
  return goOn({ item: found.item, from: 0, memory, asked, language: found.language, before: [] });
}

/** In the conversation's language first; somebody who writes in the other one is answered in it. */
function findItem(
  knowledge: Knowledge,
  { text, language }: Asked,
): { item: QuestionItem; language: Language } | undefined {
  const found = bestMatch(knowledge, text, language);
  const item = found && questionItem(knowledge, found.match.itemId);
  return found && item && { item, language: found.language };
}

function bestMatch(
  knowledge: Knowledge,
  text: string,
  language: Language,
): { match: Match; language: Language } | undefined {
  const other: Language = language === "en" ? "fr" : "en";
  for (const one of [language, other]) {
    const match = knowledge.find[one](text);
    if (match !== undefined) {
      return { match, language: one };
    }
  }
  return undefined;
}

// ── A step's input ──────────────────────────────────────────────────────────────────────────────────────

interface WaitingFor {
  readonly item: QuestionItem;
  readonly step: Step;
  readonly waiting: NonNullable<BotMemory["waitingStep"]>;
}

function takeInput(knowledge: Knowledge, asked: Asked, { item, step, waiting }: WaitingFor): Turn {
  const language = waiting.language ?? asked.language;
  const { variables } = asked.memory;
  const next = { item, from: waiting.step + 1, asked, language };
  const skip = (): Turn =>
    goOn({ ...next, memory: { variables }, before: [plain(botPhrase("stepSkipped", language), language)] });

  const input = readInput(asked.text, step.input);
  switch (input.kind) {
    case "value":
      return goOn({
        ...next,
        memory: { variables: { ...variables, [step.variable]: input.value } },
        before: [],
      });
    case "skip":
      return skip();
    case "cancel":
      return reply([plain(botPhrase("stepCancelled", language), language)], { variables });
    case "unusable":
      break;
  }
  const other = findItem(knowledge, asked);
  if (other !== undefined && (other.item.id === item.id || connects(other.item))) {
    // Asking for a person once more: the question is in the way.
    return skip();
  }
  if (other !== undefined && other.item.steps.length === 0 && other.item.response.kind === "always") {
    const answer = said(other.item.response.answer.text, variables, other.language);
    return reply([...answer, ...said(step.prompt, variables, language)], asked.memory);
  }
  const tries = (waiting.tries ?? 0) + 1;
  if (tries > step.retries) {
    return skip();
  }
  const again =
    step.again === undefined && step.input === "email"
      ? [plain(botPhrase("emailAgain", language), language)]
      : said(step.again ?? step.prompt, variables, language);
  return reply(again, { variables, waitingStep: { ...waiting, tries } });
}

// ── Through an item ─────────────────────────────────────────────────────────────────────────────────────

interface Progress {
  readonly item: QuestionItem;
  /** First step not yet asked. */
  readonly from: number;
  readonly memory: BotMemory;
  readonly asked: Asked;
  readonly language: Language;
  readonly before: readonly RichText[];
}

/** Asks the next step whose variable is not known, else ends the item with its answer. */
function goOn({ item, from, memory, asked, language, before }: Progress): Turn {
  const { variables } = memory;
  const step = item.steps.findIndex(
    ({ variable }, index) => index >= from && !Object.hasOwn(variables, variable),
  );
  const prompt = item.steps[step]?.prompt;
  if (prompt !== undefined) {
    const spoken = language === asked.language ? {} : { language };
    return reply([...before, ...said(prompt, variables, language)], {
      variables,
      waitingStep: { itemId: item.id, step, ...spoken },
    });
  }
  const speak = (answer: Answer): RichText[] => [...before, ...said(answer.text, variables, language)];
  const { response } = item;
  if (response.kind === "always") {
    const connect = response.answer.action === undefined ? {} : { connect: {} };
    return { kind: "reply", reply: { answers: speak(response.answer), memory, ...connect } };
  }
  const { skillId, success, failure } = response;
  const connect = success.action === undefined ? {} : { connect: { skillId } };
  return {
    kind: "decide",
    skillId,
    conclude: (ready) =>
      ready ? { answers: speak(success), memory, ...connect } : { answers: speak(failure), memory },
  };
}

// ────────────────────────────────────────────────────────────────────────────────────────────────────────

function questionItem(knowledge: Knowledge, itemId: string): QuestionItem | undefined {
  return knowledge.items.filter((item) => item.kind === "question").find((item) => item.id === itemId);
}

function ownText(knowledge: Knowledge, kind: "greeting" | "fallback", language: Language): RichText {
  const own = knowledge.items.find((item) => item.kind === kind);
  const [text] = own?.kind === kind ? said(own.text, {}, language) : [];
  return text ?? plain(botPhrase(kind, language), language);
}

function reply(answers: readonly RichText[], memory: BotMemory): Turn {
  return { kind: "reply", reply: { answers, memory } };
}

function said(words: Words, variables: BotMemory["variables"], language: Language): RichText[] {
  const found = wordsIn(words, language);
  return found === undefined ? [] : [answerText(found.value, variables, found.language)];
}

function plain(phrase: string, language: Language): RichText {
  return answerText(phrase, {}, language);
}
