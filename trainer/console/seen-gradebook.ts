import {
  gradebookInputs,
  readWholeGradebook,
  type WholeGradebook,
} from "../../adapters/gradebook/course-gradebook.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { Instant } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { CourseBucket } from "../aws/bucket.ts";

interface Seen {
  readonly whole: WholeGradebook;
  /** ETags of all that it was made of. */
  readonly madeOf: string;
}

type Bucket = ObjectStore & Pick<CourseBucket, "etagOf" | "etagsUnder">;

const isCurrent = ({ whole: { now, changesAt } }: Seen, at: Instant): boolean =>
  now <= at && (changesAt === null || at < changesAt);

/**
 * The gradebook of the whole course, made again only when something that it is made of has changed, or a deadline has passed. A
 * page asks every few seconds, and the book of a year has several megabytes: what has changed is asked in a handful of
 * calls.
 */
export class SeenGradebook {
  readonly #bucket: Bucket;
  #seen: Seen | undefined;

  constructor(bucket: Bucket) {
    this.#bucket = bucket;
  }

  /** @throws NotFoundError when nothing is published. @throws CorruptError */
  async at(now: Instant): Promise<WholeGradebook> {
    // Asked before anything is read: what is written in between is seen the next time.
    const madeOf = await this.#etags();
    if (this.#seen?.madeOf !== madeOf || !isCurrent(this.#seen, now)) {
      this.#seen = { madeOf, whole: await readWholeGradebook(this.#bucket, () => now) };
    }
    return { ...this.#seen.whole, now };
  }

  async #etags(): Promise<string> {
    const [book, ...inputs] = await Promise.all([
      this.#bucket.etagsUnder(keys.book),
      ...gradebookInputs.map((key) => this.#bucket.etagOf(key)),
    ]);
    return JSON.stringify([book, inputs]);
  }
}
