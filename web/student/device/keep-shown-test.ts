import type { ShowTestAnswer } from "../../../course/api/answers.ts";
import { askedOf, sentAnswers } from "../asked.ts";
import type { TestName } from "../route.ts";
import type { Device } from "./device.ts";

/** Keeps a test as the server has shown it. */
export const keepShownTest = (
  device: Device,
  studentId: string,
  test: TestName,
  shown: ShowTestAnswer,
): void => {
  tieToQuestions(device, studentId, test);
  device.keepTest(studentId, test, shown);
};

/**
 * Earlier versions of the page kept answers by question id alone. They were given to the questions that this device saw last,
 * so those are noted before newer ones take their place.
 */
const tieToQuestions = (device: Device, studentId: string, test: TestName): void => {
  const seen = device.test(studentId, test);
  if (seen === null) return;
  const draft = device.draft(studentId, test);
  if (draft && !draft.asked) {
    device.keepDraft(studentId, test, { ...draft, asked: askedOf(seen, draft.answers), isGuessed: true });
  }
  const receipt = device.receipt(studentId, test);
  if (receipt && !receipt.asked) {
    const asked = askedOf(seen, sentAnswers(receipt.testResult));
    device.tieReceipt(studentId, test, { ...receipt, asked, isGuessed: true });
  }
};
