import { unsureWords } from "../../course/code-words.ts";
import { type Answers, isUnsure, submitRequest } from "./api.ts";
import type { TestName } from "./route.ts";
import type { Services } from "./services.ts";

/** What became of a sending. Only `received` is sent: the receipt is on this device. */
export type Sent =
  | { readonly status: "received" }
  | { readonly status: "refused"; readonly code: number; readonly words: string }
  | { readonly status: "unsure"; readonly words: string };

/**
 * Sends answers once. Before it does, it notes on the device that it may have; the draft goes only when the receipt has
 * come. So a page that is closed in between says at its next start that nobody knows, never that all is well.
 */
export const sendAnswers = async (
  { api, device, student }: Pick<Services, "api" | "device" | "student">,
  test: TestName,
  answers: Answers,
): Promise<Sent> => {
  const request = submitRequest(student.studentId, test, answers);
  device.keepDraft(student.studentId, test, { answers, isUnsure: true });
  const outcome = await api.submit(student, request);
  if (outcome.status === "done") {
    device.keepReceipt(student.studentId, test, { ...request, receipt: outcome.answer.receipt });
    return { status: "received" };
  }
  if (isUnsure(outcome)) {
    const words = outcome.status === "refused" ? outcome.words : "The server can't be reached.";
    return { status: "unsure", words: `${words} ${unsureWords}` };
  }
  device.keepDraft(student.studentId, test, { answers, isUnsure: false });
  return outcome.status === "refused" ? outcome : { status: "unsure", words: unsureWords };
};
