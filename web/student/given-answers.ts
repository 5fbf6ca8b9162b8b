import type { ShowTestAnswer } from "../../course/api/answers.ts";
import { askedOf, type Carried, carryOver, sentAnswers } from "./asked.ts";
import type { Device, Draft } from "./device/device.ts";
import type { TestName } from "./route.ts";
import type { Answers } from "./submit-request.ts";

/** The answers that the student has given already, under the present questions. */
export interface GivenBefore extends Carried {
  /** Where they come from: not sent yet, or sent from this device; null: nothing was given here. */
  readonly from: "draft" | "receipt" | null;
  /** Kept by a version of this page that did not keep the questions: which ones were answered is only likely. */
  readonly isGuessed: boolean;
}

const nothing: GivenBefore = { from: null, answers: {}, altered: [], lost: [], isGuessed: false };

/** The draft on this device, or else what was sent from it. */
export const givenBefore = (
  device: Pick<Device, "draft" | "receipt">,
  studentId: string,
  test: TestName,
  shown: Pick<ShowTestAnswer, "body">,
): GivenBefore => {
  const draft = device.draft(studentId, test);
  const receipt = device.receipt(studentId, test);
  const kept = draft ?? receipt;
  if (kept === null) return nothing;
  const answers = draft?.answers ?? sentAnswers(receipt?.testResult ?? []);
  // Without a connection the page shows the questions that this device saw last, and answers kept by an earlier version
  // of the page belong to those.
  const asked = kept.asked ?? askedOf(shown, answers);
  const isGuessed = kept.asked === undefined || kept.isGuessed === true;
  return { ...carryOver(shown, answers, asked), from: draft ? "draft" : "receipt", isGuessed };
};

/** A draft tied to the questions that it was given to. */
export const draftOf = (shown: Pick<ShowTestAnswer, "body">, answers: Answers, isUnsure: boolean): Draft => ({
  answers,
  isUnsure,
  asked: askedOf(shown, answers),
});

/** How many of the questions have an answer. */
export const answeredOf = ({ body }: Pick<ShowTestAnswer, "body">, answers: Answers): number =>
  body.filter(({ questionId }) => answers[questionId] !== undefined).length;
