import type {
  ListTestsAnswer,
  ShowScoreAnswer,
  ShowTestAnswer,
  SubmitTestAnswer,
} from "../../../course/api/answers.ts";
import { isObject, jsonOrUndefined } from "../../../course/unknown-value.ts";
import {
  hasTexts,
  isAnswers,
  isAskedQuestions,
  isListAnswer,
  isReceipt,
  isScoreAnswer,
  isTestAnswer,
  isTestResult,
} from "../answer-shapes.ts";
import type { Key } from "../api.ts";
import type { AskedQuestions } from "../asked.ts";
import { keyName } from "../first-names.ts";
import { type TestName, testPath } from "../route.ts";
import type { KeptClock } from "../server-clock.ts";
import type { Answers, SubmitRequest } from "../submit-request.ts";

/** The part of the browser's Storage that is used. */
export type KeyValues = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Answers without a receipt: not sent, or sent and not confirmed. */
export interface Draft extends Tied {
  readonly answers: Answers;
  /** They were sent at least once, and nobody knows whether they arrived. */
  readonly isUnsure: boolean;
}

/** The questions that answers were given to. */
export interface Tied {
  /** Left out by versions of the page that kept the ids only. */
  readonly asked?: AskedQuestions;
  /** `asked` was added to what such a version kept, from the questions that this device had seen last. */
  readonly isGuessed?: boolean;
}

/** The sent answers and the proof that they arrived. */
export type KeptReceipt = SubmitRequest & Tied & { readonly receipt: SubmitTestAnswer["receipt"] };

const isTied = (value: unknown): value is Tied =>
  isObject(value) && (value.asked === undefined || isAskedQuestions(value.asked));

const isDraft = (value: unknown): value is Draft =>
  isObject(value) && isAnswers(value.answers) && typeof value.isUnsure === "boolean" && isTied(value);

const isKeptReceipt = (value: unknown): value is KeptReceipt =>
  hasTexts(value, "subjectName", "testId", "studentId") &&
  isTestResult(value.testResult) &&
  isReceipt(value.receipt) &&
  isTied(value);

const isKey = (value: unknown): value is Key => hasTexts(value, "studentId", "key");

const clockName = "test-time/clock";

const isClock = (value: unknown): value is { readonly aheadMs: number } =>
  isObject(value) && Number.isFinite(value.aheadMs);

/**
 * What this device keeps of a student. Drafts and receipts outlive the tab, also without a connection; the key outlives it
 * only when the student says so.
 */
export class Device implements KeptClock {
  readonly #lasting: KeyValues;
  readonly #ofTab: KeyValues;

  constructor(lasting: KeyValues, ofTab: KeyValues) {
    this.#lasting = lasting;
    this.#ofTab = ofTab;
  }

  key(): Key | null {
    return this.#read(this.#ofTab, keyName, isKey) ?? this.#read(this.#lasting, keyName, isKey);
  }

  keepKey(key: Key, { forGood }: { readonly forGood: boolean }): void {
    this.forgetKey();
    this.#write(forGood ? this.#lasting : this.#ofTab, keyName, key);
  }

  /** Whether the key outlives this tab. */
  isKeyKept(): boolean {
    return this.#read(this.#lasting, keyName, isKey) !== null;
  }

  forgetKey(): void {
    this.#lasting.removeItem(keyName);
    this.#ofTab.removeItem(keyName);
  }

  draft(studentId: string, test: TestName): Draft | null {
    return this.#read(this.#lasting, place("draft", studentId, test), isDraft);
  }

  keepDraft(studentId: string, test: TestName, draft: Draft): void {
    this.#write(this.#lasting, place("draft", studentId, test), draft);
  }

  dropDraft(studentId: string, test: TestName): void {
    this.#lasting.removeItem(place("draft", studentId, test));
  }

  receipt(studentId: string, test: TestName): KeptReceipt | null {
    return this.#read(this.#lasting, place("receipt", studentId, test), isKeptReceipt);
  }

  /** The receipt is written before the draft is removed, so that there is always one of them. */
  keepReceipt(studentId: string, test: TestName, receipt: KeptReceipt): void {
    this.tieReceipt(studentId, test, receipt);
    this.dropDraft(studentId, test);
  }

  /** Writes again what is kept, with more said of it. */
  tieReceipt(studentId: string, test: TestName, receipt: KeptReceipt): void {
    this.#write(this.#lasting, place("receipt", studentId, test), receipt);
  }

  /** The list as it was last seen, for when there is no connection. */
  list(studentId: string): ListTestsAnswer | null {
    return this.#read(this.#lasting, `test-time/list/${studentId}`, isListAnswer);
  }

  /** All but the token about mails, which needs no key: others may use this device. */
  keepList(studentId: string, list: ListTestsAnswer): void {
    for (const test of list.open) {
      for (const former of test.renamedFrom ?? []) this.#takeOver(studentId, former, test);
    }
    const { reminders: _, ...lasting } = list;
    this.#write(this.#lasting, `test-time/list/${studentId}`, lasting);
  }

  /** Moves what was kept under a test's former name to its present name, unless something is kept there already. */
  #takeOver(studentId: string, former: TestName, test: TestName): void {
    for (const what of ["test", "receipt", "draft"]) {
      const kept = this.#lasting.getItem(place(what, studentId, former));
      if (kept === null || this.#lasting.getItem(place(what, studentId, test)) !== null) continue;
      this.#lasting.setItem(place(what, studentId, test), kept);
      this.#lasting.removeItem(place(what, studentId, former));
    }
  }

  score(studentId: string, test: TestName): ShowScoreAnswer | null {
    return this.#read(this.#lasting, place("score", studentId, test), isScoreAnswer);
  }

  keepScore(studentId: string, test: TestName, score: ShowScoreAnswer): void {
    this.#write(this.#lasting, place("score", studentId, test), score);
  }

  test(studentId: string, test: TestName): ShowTestAnswer | null {
    return this.#read(this.#lasting, place("test", studentId, test), isTestAnswer);
  }

  /** As the server has shown it; `keepShownTest` keeps what was answered too. */
  keepTest(studentId: string, test: TestName, shown: ShowTestAnswer): void {
    this.#write(this.#lasting, place("test", studentId, test), shown);
  }

  clockAheadMs(): number | null {
    return this.#read(this.#lasting, clockName, isClock)?.aheadMs ?? null;
  }

  keepClockAheadMs(aheadMs: number): void {
    this.#write(this.#lasting, clockName, { aheadMs });
  }

  #read<T>(values: KeyValues, name: string, isWhatWasKept: (value: unknown) => value is T): T | null {
    const value = jsonOrUndefined(values.getItem(name));
    return isWhatWasKept(value) ? value : null;
  }

  #write(values: KeyValues, name: string, value: object): void {
    values.setItem(name, JSON.stringify(value));
  }
}

/** Ids hold no slash, so no two places are the same. */
const place = (what: string, studentId: string, test: TestName): string =>
  `test-time/${what}/${studentId}/${testPath(test)}`;
