import type { ShowTestAnswer } from "../../course/api/answers.ts";
import { isUnsure } from "./api.ts";
import { asksTheSame } from "./asked.ts";
import { keepListed } from "./attempts.ts";
import { draftOf } from "./given-answers.ts";
import type { TestName } from "./route.ts";
import { listed } from "./sent-latest.ts";
import type { Services } from "./services.ts";
import { type Answers, submitRequest } from "./submit-request.ts";
import { api as apiWords, page } from "./words.ts";

/** The result of sending. Only `received` means that the answers arrived; the receipt is on this device. */
export type Sent =
  | { readonly status: "received" }
  | { readonly status: "refused"; readonly code: number; readonly words: string }
  | { readonly status: "unsure"; readonly words: string };

/** Why answers are not sent yet. */
export type Held =
  /** The server can't be asked what the test is like now. */
  | { readonly status: "not-reached" }
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
 * Asks the server once more before sending: the answers must belong to its present questions, and the student must know
 * that an attempt is the last. When the server does not answer, nothing is sent, and the page can say so for certain.
 */
export const checkedSending = async (
  services: Device,
  sending: Sending,
  isLastAllowed: boolean,
): Promise<Sent | Held> => {
  const { api, student } = services;
  const now = await api.show(student, sending.test);
  if (now.status === "refused") return now;
  if (now.status === "unreachable") return { status: "not-reached" };
  if (!asksTheSame(now.answer, sending.shown)) return { status: "changed" };
  if (!isLastAllowed) {
    const { attemptsAllowed, attemptsUsed } = await attemptsAt(services, sending.test, now.answer);
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

/** The attempts as the server counts them now; without its answer, as this device saw them last. */
const attemptsAt = async (
  { api, device, student }: Device,
  test: TestName,
  { attemptsAllowed }: ShowTestAnswer,
): Promise<Attempts> => {
  const unlimited = { attemptsAllowed: null, attemptsUsed: 0 };
  if (attemptsAllowed === null) return unlimited;
  const now = await api.openTests(student, test.subject);
  const fresh = now.status === "done" ? listed(now.answer, test) : undefined;
  if (fresh) keepListed(device, student.studentId, fresh);
  return fresh ?? listed(device.list(student.studentId), test) ?? unlimited;
};

/**
 * Sends answers once. Before that, it notes on the device that they may have been sent; the draft is removed only when the
 * receipt has come. So a page that is closed in between says at its next start that nobody knows whether they arrived.
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
    const words = outcome.status === "refused" ? outcome.words : page.isNowhere;
    return { status: "unsure", words: `${words} ${apiWords.unsure}` };
  }
  device.keepDraft(student.studentId, test, { ...draft, isUnsure: false });
  return outcome.status === "refused" ? outcome : { status: "unsure", words: apiWords.unsure };
};
