import type { QuestionsOf } from "../../adapters/scores/marks.ts";
import { type Instant, testPath } from "../../course/ids.ts";
import type { Question } from "../../course/test.ts";
import { RecentlyRead } from "../runtime/recently-read.ts";

/**
 * A class's mails about a test show the same questions, so the messages that a worker gets within two seconds share them.
 *
 * @returns the questions for a message that was received at this time; null: not known, so they are read for it alone.
 */
export const sharedQuestions = (read: QuestionsOf): ((at: Instant | null) => QuestionsOf) => {
  const recent = new RecentlyRead<readonly Question[]>();
  return (at) => (at === null ? read : (test) => recent.of(testPath(test), Date.parse(at), () => read(test)));
};
