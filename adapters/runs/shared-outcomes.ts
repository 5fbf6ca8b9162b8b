import type { Instant, TestRef } from "../../course/ids.ts";
import type { BookedTest, StudentAccount } from "../../course/run/ledger.ts";
import type { MailOutcome, TestOutcome } from "../../course/run/run.ts";
import type { MapResult } from "./map-results.ts";

/** Most values to share. Reasons may name the student, and then no two are equal; further values are not shared. */
const mostShared = 10_000;

class Shared<T> {
  readonly #kept = new Map<string, T>();

  /** The first value that was equal to this one. */
  of(value: T): T {
    const text = JSON.stringify(value);
    const known = this.#kept.get(text);
    if (known !== undefined) return known;
    if (this.#kept.size < mostShared) this.#kept.set(text, value);
    return value;
  }
}

/** Keeps equal values once, because most outcomes are the same for many students. */
export class SharedOutcomes {
  readonly #isLate: (test: TestRef, receivedAt: Instant) => boolean;
  readonly #tests = new Shared<BookedTest>();
  readonly #mails = new Shared<MailOutcome>();
  readonly #failures = new Shared<string>();

  /** @param isLate whether a submission that counts came after the test's own deadline. */
  constructor(isLate: (test: TestRef, receivedAt: Instant) => boolean = () => false) {
    this.#isLate = isLate;
  }

  account({ tests, mails, failure }: MapResult["account"]): StudentAccount {
    return {
      tests: tests.map((test) => this.#tests.of(this.#booked(test))),
      mails: this.mails(mails),
      ...(failure !== undefined && { failure: this.#failures.of(failure) }),
    };
  }

  mails(mails: readonly MailOutcome[]): readonly MailOutcome[] {
    return mails.map((mail) => this.#mails.of(mail));
  }

  #booked(test: TestOutcome): BookedTest {
    if (test.status !== "graded") return test;
    const { receivedAt, ...booked } = test;
    return this.#isLate(test, receivedAt) ? { ...booked, late: true } : booked;
  }
}
