import type {
  AppealAnswered,
  CalendarAnswer,
  ListTestsAnswer,
  RemindersAnswer,
  ShowScoreAnswer,
  ShowTestAnswer,
  SubmitTestAnswer,
} from "../../course/api/answers.ts";
import { adviceFor, wordsFor } from "../../course/api/code-words.ts";
import { isEnough, refusalSentence } from "../../course/api/refusals.ts";
import { timeLimit } from "../shared/time-limit.ts";
import {
  isAnswer,
  isAppealAnswer,
  isCalendarAnswer,
  isListAnswer,
  isRemindersAnswer,
  isScoreAnswer,
  isSubmitAnswer,
  isTestAnswer,
} from "./answer-shapes.ts";
import { api, refusals, signIn } from "./first-words.ts";
import type { RemindersRoute, TestName } from "./route.ts";
import type { ServerClock } from "./server-clock.ts";
import type { SubmitRequest } from "./submit-request.ts";
import { instantText } from "./time-text.ts";

export interface Key {
  readonly studentId: string;
  readonly key: string;
}

/** `refused`: the server answered, and did not do it. `unreachable`: the call may or may not have had an effect. */
export type Outcome<T> =
  | { readonly status: "done"; readonly answer: T }
  | { readonly status: "refused"; readonly code: number; readonly words: string }
  | { readonly status: "unreachable" };

/** Longer than the gateway waits for its functions (29 s). */
const timeoutMs = 40_000;

const words = (code: number, refusal: { readonly body: unknown; readonly reason?: unknown }): string => {
  // The server's own words say no more than that the key is refused.
  if (code === 401) return `${wordsFor(code, api)} ${signIn.isWrongKey}`;
  const said = refusalSentence(refusal, refusals, instantText) ?? refusal.body;
  if (typeof said === "string" && isEnough(refusal)) return said;
  return [
    wordsFor(code, api),
    typeof said === "string" && said !== "" ? api.serverSays(said) : null,
    adviceFor(code, api),
  ]
    .filter((sentence) => sentence !== null)
    .join(" ");
};

type RemindersLink = Pick<RemindersRoute, "studentId" | "token">;

const remindersPath = ({ studentId, token }: RemindersLink): string =>
  `/reminders?${new URLSearchParams({ student: studentId, token })}`;

/** The students' API, on the page's own origin. Nothing is retried here: the student decides whether to try again. */
export class Api {
  readonly #clock: ServerClock;

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  list(key: Key): Promise<Outcome<ListTestsAnswer>> {
    // A server that does not know of results gives the scores.
    const asked = { results: true, scores: true, receipts: true, closed: true };
    return this.#call(key, "POST", "/tests", isListAnswer, { studentId: key.studentId, ...asked });
  }

  /** The open tests of one subject, with the attempts used so far and the latest receipts. */
  openTests(key: Key, subjectName: string): Promise<Outcome<ListTestsAnswer>> {
    return this.#call(key, "POST", "/tests", isListAnswer, {
      studentId: key.studentId,
      subjectName,
      receipts: true,
    });
  }

  show(key: Key, { subject, testId }: TestName): Promise<Outcome<ShowTestAnswer>> {
    const query = new URLSearchParams({ subjectName: subject, testId });
    return this.#call(key, "GET", `/test?${query}`, isTestAnswer);
  }

  score(key: Key, { subject, testId }: TestName): Promise<Outcome<ShowScoreAnswer>> {
    const query = new URLSearchParams({ subjectName: subject, testId });
    return this.#call(key, "GET", `/score?${query}`, isScoreAnswer);
  }

  /** Sends what the student thinks is wrong with a question. The same text again is the same appeal. */
  appeal(
    key: Key,
    { subject, testId }: TestName,
    said: { readonly questionId: string; readonly text: string },
  ): Promise<Outcome<AppealAnswered>> {
    const about = { studentId: key.studentId, subjectName: subject, testId };
    return this.#call(key, "POST", "/appeals", isAppealAnswer, { ...about, ...said });
  }

  submit(key: Key, request: SubmitRequest): Promise<Outcome<SubmitTestAnswer>> {
    return this.#call(key, "POST", "/test", isSubmitAnswer, request);
  }

  /** Whether the student wants mails about tests. */
  reminders(link: RemindersLink): Promise<Outcome<RemindersAnswer>> {
    return this.#call(null, "GET", remindersPath(link), isRemindersAnswer);
  }

  chooseReminders(link: RemindersLink, choice: RemindersAnswer["body"]): Promise<Outcome<RemindersAnswer>> {
    return this.#call(null, "POST", remindersPath(link), isRemindersAnswer, choice);
  }

  /** Whether the student has an address for calendar programs; `POST` makes one, `DELETE` ends it. */
  calendar(key: Key, method: "GET" | "POST" | "DELETE"): Promise<Outcome<CalendarAnswer>> {
    return this.#call(key, method, "/calendar", isCalendarAnswer);
  }

  async #call<T>(
    key: Key | null,
    method: "GET" | "POST" | "DELETE",
    path: string,
    isWhatWasPromised: (answer: unknown) => answer is T,
    body?: object,
  ): Promise<Outcome<T>> {
    const askedMs = Date.now();
    try {
      const response = await fetch(`/api/v1${path}`, {
        method,
        headers: {
          ...(key && { "x-api-key": key.key }),
          ...(body && { "content-type": "application/json" }),
        },
        ...(body && { body: JSON.stringify(body) }),
        cache: "no-store",
        credentials: "omit",
        signal: timeLimit(timeoutMs),
      });
      const answer: unknown = await response.json();
      // A page from somebody in between, such as a hotel's sign-in, is not an answer of the API, and its clock is not the
      // server's.
      if (!isAnswer(answer)) return { status: "unreachable" };
      this.#clock.learn(response.headers.get("date"), askedMs);
      if (response.ok)
        return isWhatWasPromised(answer) ? { status: "done", answer } : { status: "unreachable" };
      return { status: "refused", code: response.status, words: words(response.status, answer) };
    } catch {
      return { status: "unreachable" };
    }
  }
}

/** Codes after which nobody knows whether a submission arrived; the bash client has the same. */
export const isUnsure = (outcome: Outcome<unknown>): boolean =>
  outcome.status === "unreachable" ||
  (outcome.status === "refused" && (outcome.code === 429 || outcome.code >= 500));
