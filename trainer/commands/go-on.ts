import { TrainerError } from "../trainer-error.ts";
import type { Terminal } from "./terminal.ts";

export interface Question {
  /** Such as "Send these 3 mails again?". */
  readonly question: string;
  /** What the command says when the answer is no: "Nothing was sent", without its full stop. */
  readonly refused: string;
  /** What was asked for, as in "to send them anyway". */
  readonly wish: string;
  /** `--yes`: nobody is asked. */
  readonly yes: boolean;
}

/** Asks before something that can't be undone. @throws TrainerError when the answer is no, or there is no terminal. */
export const askToGoOn = async (
  { question, refused, wish, yes }: Question,
  { ask }: Pick<Terminal, "ask">,
): Promise<void> => {
  if (yes) return;
  const answer = await ask(`${question} [no] `);
  if (/^y(es)?$/i.test(answer?.trim() ?? "")) return;
  throw new TrainerError(
    answer === null
      ? `${refused}, because there is no terminal to ask at. To ${wish} anyway, add --yes.`
      : `${refused}.`,
  );
};
