import type { Grade } from "../../../../course/grading/grade.ts";
import type { AnswerKeyEntry, Question } from "../../../../course/test.ts";
import { seeded } from "../../../../tools/soak/seeded.ts";
import { gradesOf, keyOf, single } from "./made-up-grades.ts";

/** A class and its test; `a` is what students who know choose, and the others choose one of b, c and d. */
export interface MadeUpClass {
  readonly questions: readonly Question[];
  readonly answerKey: readonly AnswerKeyEntry[];
  readonly grades: readonly Grade[];
}

const items = 12;

/** Whoever is abler knows more: the chance is logistic in ability less difficulty (Rasch's model). */
const chance = (ability: number, difficulty: number): number => 1 / (1 + Math.exp(difficulty - ability));

/** About normal, mean 0, standard deviation 1. */
const normal = (random: Iterator<number, never>): number =>
  Array.from({ length: 12 }, () => random.next().value).reduce((sum, each) => sum + each, -6);

const answer = (knows: boolean, among: string, random: Iterator<number, never>): string =>
  knows ? "a" : (among[Math.floor(random.next().value * among.length)] ?? "b");

/** @param planted both faults: question 4 has the wrong key, b, and nobody chooses d of question 8. */
export const madeUpClass = (seed: number, students: number, planted: "none" | "both"): MadeUpClass => {
  const random = seeded(seed, "class");
  const rows = Array.from({ length: students }, () => {
    const ability = 1.2 * normal(random);
    return Array.from({ length: items }, (_, index) => {
      const difficulty = -1.2 + (2.2 * ((index * 5) % items)) / items;
      const knows = random.next().value < chance(ability, difficulty);
      return answer(knows, planted !== "none" && index === 7 ? "bc" : "bcd", random);
    });
  });
  const key = planted === "none" ? "a".repeat(items) : `aaab${"a".repeat(items - 4)}`;
  const questions = Array.from({ length: items }, (_, index) => single(`q${index + 1}`, "abcd"));
  return {
    questions,
    answerKey: questions.map((question, index) => keyOf(key[index] ?? "a")(question)),
    grades: gradesOf(rows, key),
  };
};
