import type { ImportedQuestion, TestRules } from "../model.ts";

/** What a test's file says of all its questions. */
export interface WrittenRules extends Partial<TestRules> {
  /** Whether each student gets the answers in an order of their own. */
  readonly areAnswersMixed: boolean;
}

/** What all questions of a test agree on; what they don't agree on becomes a loss of those that lose it. */
export const rulesOf = (
  questions: readonly ImportedQuestion[],
): { readonly rules: WrittenRules; readonly questions: readonly ImportedQuestion[] } => {
  const said = questions.flatMap(({ isMixed }) => isMixed ?? []);
  const areAnswersMixed = said.length > 0 && !said.includes(false);
  const [first] = questions;
  const isAgreed = questions.every(({ rules }) => textOf(rules) === textOf(first?.rules));
  const lossesOf = ({ isMixed, rules }: ImportedQuestion): readonly string[] => [
    ...(isMixed && !areAnswersMixed
      ? ["loses that each student gets its answers in an order of their own: other answers of the test stay"]
      : []),
    ...(rules && !isAgreed
      ? ["loses what its test says of attempts and order: other questions come from other tests"]
      : []),
  ];
  return {
    rules: { areAnswersMixed, ...(isAgreed && first?.rules) },
    questions: questions.map((question) => {
      const losses = lossesOf(question);
      return losses.length > 0 ? { ...question, losses: [...question.losses, ...losses] } : question;
    }),
  };
};

const textOf = (rules: TestRules | undefined): string => JSON.stringify(rules ?? null);
