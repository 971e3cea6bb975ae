/**
 * Which knowledge item a visitor's sentence asks for.
 *
 * MiniSearch finds questions that share a word with the sentence, forgivingly. How alike sentence and question
 * are is then judged word by word: `recall` is the share of the question's words found in the sentence,
 * `precision` the share of the sentence's words found in the question, both weighted, and their mean must
 * reach `threshold`. So a sentence that merely contains a known word gets the fallback instead of an answer.
 */
import MiniSearch from "minisearch";
import type { Language } from "../protocol/chat.ts";
import type { QuestionItem } from "./knowledge.ts";
import { likeness, weightOf, wordsOf } from "./words.ts";

/** Least likeness that counts as asking for an item; between 0 and 1. */
const threshold = 0.55;
/** Above 1: a question found whole counts more than a sentence without other words. */
const recallBias = 1.2;
/** Bounds on the work for one message. */
const maxWords = 32;
const maxCandidates = 60;
const maxSentences = 6;

export interface Match {
  readonly itemId: string;
  /** Between `threshold` and 1. */
  readonly likeness: number;
}

/** Finds the item a text asks for; undefined when none is alike enough. */
export type Matcher = (text: string) => Match | undefined;

interface Question {
  readonly id: number;
  readonly itemId: string;
  readonly words: readonly string[];
}

/** A matcher over the items' questions in one language. Of two equal matches the earlier question wins. */
export function createMatcher(items: readonly QuestionItem[], language: Language): Matcher {
  const questions = items
    .flatMap((item) => (item.questions[language] ?? []).map((question) => ({ itemId: item.id, question })))
    .map(({ itemId, question }, id): Question => ({ id, itemId, words: distinct(wordsOf(question)) }));
  const index = new MiniSearch<{ id: number; words: string }>({
    fields: ["words"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => term,
    searchOptions: {
      fuzzy: (term) => (term.length >= 4 ? 2 : false),
      prefix: (term) => term.length >= 5,
    },
  });
  index.addAll(questions.map(({ id, words }) => ({ id, words: words.join(" ") })));

  const candidates = (words: readonly string[]): Question[] =>
    index
      .search(words.join(" "))
      .slice(0, maxCandidates)
      .flatMap(({ id }) => questions[id] ?? []);

  const best = (text: string): Match | undefined => {
    const words = distinct(wordsOf(text)).slice(0, maxWords);
    const ranked = candidates(words)
      .map((question) => ({ question, likeness: alike(words, question.words, language) }))
      .filter((one) => one.likeness >= threshold)
      .sort((one, other) => other.likeness - one.likeness || one.question.id - other.question.id);
    const [first] = ranked;
    return first && { itemId: first.question.itemId, likeness: first.likeness };
  };

  return (text) => {
    const whole = best(text);
    if (whole !== undefined) {
      return whole;
    }
    // "My sister told me about you. When are you open?": one of several sentences may be the question.
    const sentences = text.split(/[.!?…\n]+/u).filter((sentence) => sentence.trim() !== "");
    if (sentences.length < 2) {
      return undefined;
    }
    return sentences
      .slice(-maxSentences)
      .flatMap((sentence) => best(sentence) ?? [])
      .reduce<Match | undefined>(
        (first, next) => (first === undefined || next.likeness > first.likeness ? next : first),
        undefined,
      );
  };
}

function alike(sentence: readonly string[], question: readonly string[], language: Language): number {
  const found = (words: readonly string[], among: readonly string[]): number => {
    let total = 0;
    let matched = 0;
    for (const word of words) {
      const weight = weightOf(word, language);
      total += weight;
      matched += weight * Math.max(0, ...among.map((other) => likeness(word, other)));
    }
    return total === 0 ? 0 : matched / total;
  };
  const precision = found(sentence, question);
  const recall = found(question, sentence);
  const bias = recallBias ** 2;
  const both = bias * precision + recall;
  return both === 0 ? 0 : ((1 + bias) * precision * recall) / both;
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)];
}
