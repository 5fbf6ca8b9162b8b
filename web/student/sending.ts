import type { ShowTestAnswer } from "../../course/answers.ts";
import { unsureWords } from "../../course/code-words.ts";
import { isUnsure } from "./api.ts";
import { asksTheSame } from "./asked.ts";
import { draftOf } from "./given-answers.ts";
import { type TestName, testPath } from "./route.ts";
import type { Services } from "./services.ts";
import { type Answers, submitRequest } from "./submit-request.ts";

/** What became of a sending. Only `received` is sent: the receipt is on this device. */
export type Sent =
  | { readonly status: "received" }
  | { readonly status: "refused"; readonly code: number; readonly words: string }
  | { readonly status: "unsure"; readonly words: string };

/** Why answers are not sent yet. */
export type Held =
  /** The trainer has published other questions since. */
  | { readonly status: "changed" }
  /** The student has not said yet that the last attempt is to be used. */
  | { readonly status: "last-attempt"; readonly attemptsAllowed: number };

type Device = Pick<Services, "api" | "device" | "student">;

interface Sending {
  readonly test: TestName;
  /** The questions as the student sees them. */
  readonly shown: ShowTestAnswer;
  readonly answers: Answers;
}

/**
 * Asks the server once more before answers go: they must stand under the questions that it has now, and a last attempt is
 * used only by who knows it. Without an answer, by what the device saw last; then sending says how things stand.
 */
export const checkedSending = async (
  services: Device,
  sending: Sending,
  isLastAllowed: boolean,
): Promise<Sent | Held> => {
  const { api, student } = services;
  const now = await api.show(student, sending.test);
  if (now.status === "refused") return now;
  const fresh = now.status === "done" ? now.answer : sending.shown;
  if (!asksTheSame(fresh, sending.shown)) return { status: "changed" };
  if (!isLastAllowed) {
    const { attemptsAllowed, attemptsUsed } = await attemptsAt(services, sending.test, fresh);
    if (attemptsAllowed !== null && attemptsUsed === attemptsAllowed - 1) {
      return { status: "last-attempt", attemptsAllowed };
    }
  }
  return sendAnswers(services, sending);
};

interface Attempts {
  /** null: no limit. */
  readonly attemptsAllowed: number | null;
  readonly attemptsUsed: number;
}

/** The attempts as the server counts them now; without its answer as this device saw them last. */
const attemptsAt = async (
  { api, device, student }: Device,
  test: TestName,
  { attemptsAllowed }: ShowTestAnswer,
): Promise<Attempts> => {
  const unlimited = { attemptsAllowed: null, attemptsUsed: 0 };
  if (attemptsAllowed === null) return unlimited;
  const now = await api.openTests(student, test.subject);
  const list = now.status === "done" ? now.answer : device.list(student.studentId);
  return list?.open.find((open) => testPath(open) === testPath(test)) ?? unlimited;
};

/**
 * Sends answers once. Before it does, it notes on the device that it may have; the draft goes only when the receipt has
 * come. So a page that is closed in between says at its next start that nobody knows, never that all is well.
 */
const sendAnswers = async (
  { api, device, student }: Device,
  { test, shown, answers }: Sending,
): Promise<Sent> => {
  const request = submitRequest(student.studentId, test, answers);
  const draft = draftOf(shown, answers, true);
  device.keepDraft(student.studentId, test, draft);
  const outcome = await api.submit(student, request);
  if (outcome.status === "done") {
    const { asked } = draft;
    device.keepReceipt(student.studentId, test, {
      ...request,
      receipt: outcome.answer.receipt,
      ...(asked && { asked }),
    });
    return { status: "received" };
  }
  if (isUnsure(outcome)) {
    const words = outcome.status === "refused" ? outcome.words : "The server can't be reached.";
    return { status: "unsure", words: `${words} ${unsureWords}` };
  }
  device.keepDraft(student.studentId, test, { ...draft, isUnsure: false });
  return outcome.status === "refused" ? outcome : { status: "unsure", words: unsureWords };
};
