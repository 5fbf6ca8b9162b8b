import type { Week } from "../weeks/support/week.ts";

/** The API's answers to one student. */
export class CallingStudent {
  readonly #week: Week;
  readonly #studentId: string;

  constructor(week: Week, studentId: string) {
    this.#week = week;
    this.#studentId = studentId;
  }

  async list(): Promise<number> {
    const request = { studentId: this.#studentId, scores: true, receipts: true, closed: true };
    return (await this.#week.call(this.#studentId, "/tests", request)).status;
  }

  async show(path: string): Promise<number> {
    const [subjectName = "", testId = ""] = path.split("/");
    const query = new URLSearchParams({ subjectName, testId });
    const { status } = await fetch(`${this.#week.region.api}/api/v1/test?${query}`, {
      headers: { "x-api-key": this.#week.keyOf(this.#studentId) },
      signal: AbortSignal.timeout(30_000),
    });
    return status;
  }

  async submit(path: string): Promise<number> {
    return (await this.#week.submit(this.#studentId, path, 3)).status;
  }

  /** Every call of the API, about one test. */
  everyCall(path: string): Promise<number[]> {
    return Promise.all([this.list(), this.show(path), this.submit(path)]);
  }
}
