import type { Week } from "../weeks/support/week.ts";

/** The API's answers to one student. */
export class CallingStudent {
  readonly #week: Week;
  readonly #studentId: string;

  constructor(week: Week, studentId: string) {
    this.#week = week;
    this.#studentId = studentId;
  }

  list(): Promise<number> {
    return this.#ask({ scores: true, receipts: true, closed: true });
  }

  /** The list as pages ask for it. */
  results(): Promise<number> {
    return this.#ask({ results: true, receipts: true, closed: true });
  }

  async #ask(what: object): Promise<number> {
    const request = { studentId: this.#studentId, ...what };
    return (await this.#week.call(this.#studentId, "/tests", request)).status;
  }

  show(path: string): Promise<number> {
    return this.#get("test", path);
  }

  score(path: string): Promise<number> {
    return this.#get("score", path);
  }

  async #get(what: string, path: string): Promise<number> {
    const [subjectName = "", testId = ""] = path.split("/");
    const query = new URLSearchParams({ subjectName, testId });
    const { status } = await fetch(`${this.#week.region.api}/api/v1/${what}?${query}`, {
      headers: { "x-api-key": this.#week.keyOf(this.#studentId) },
      signal: AbortSignal.timeout(30_000),
    });
    return status;
  }

  /** Whether there is an address of a calendar, as the API answers it. */
  async calendarState(): Promise<number> {
    return (await this.#changeCalendar("GET")).status;
  }

  /** Makes an address, and returns a function that reads the calendar there. */
  async calendar(): Promise<() => Promise<number>> {
    const { address } = Object(Object(await (await this.#changeCalendar("POST")).json()).body);
    return async () => {
      const read = await fetch(String(address), { signal: AbortSignal.timeout(30_000) });
      await read.text();
      return read.status;
    };
  }

  #changeCalendar(method: string): Promise<Response> {
    return fetch(`${this.#week.region.api}/api/v1/calendar`, {
      method,
      headers: { "x-api-key": this.#week.keyOf(this.#studentId) },
      signal: AbortSignal.timeout(30_000),
    });
  }

  async submit(path: string): Promise<number> {
    return (await this.#week.submit(this.#studentId, path, 3)).status;
  }

  /** Objects to the first question of a test. */
  async appeal(path: string): Promise<number> {
    const [subjectName = "", testId = ""] = path.split("/");
    const about = { studentId: this.#studentId, subjectName, testId, questionId: "q1" };
    return (await this.#week.call(this.#studentId, "/appeals", { ...about, text: "Both are right." })).status;
  }

  /** The calls about what became of a test: those beside `everyCall`. */
  pastCalls(path: string): Promise<number[]> {
    return Promise.all([this.results(), this.score(path), this.appeal(path)]);
  }

  /** Every call of the API by which tests are taken, about one of them. */
  everyCall(path: string): Promise<number[]> {
    return Promise.all([this.list(), this.show(path), this.submit(path)]);
  }
}
