import type { RegradePreview } from "../../course/grading/regrade.ts";
import { type RegradeView, shownPreview } from "../../course/grading/regrade-view.ts";

/** Looks that are kept; a page asks for its own again and again until it is done. */
const mostKept = 8;

/** A call is answered after so many more students, so that the page shows how far it is. */
const studentsOfCall = 200;

interface Look {
  done: number;
  readonly outcome: Promise<RegradePreview>;
  /** Resolved when so many more are done. */
  next: PromiseWithResolvers<void>;
}

/** Looks at what grading a test again would change; one takes some reads for each student, so it goes on between the calls. */
export class RegradeLooks {
  readonly #looks = new Map<string, Look>();

  /**
   * How far a look is.
   *
   * @param id of the look; the first call with it begins it.
   * @param students how many there will be, about.
   */
  async of(
    id: string,
    students: number,
    begin: (onStudents: (done: number) => void) => Promise<RegradePreview>,
  ): Promise<RegradeView> {
    const look = this.#looks.get(id) ?? this.#begin(id, begin);
    const preview = await Promise.race([look.outcome, look.next.promise]);
    if (!preview) return { read: look.done, of: Math.max(students, look.done + 1) };
    return { read: look.done, of: look.done, preview: shownPreview(preview) };
  }

  #begin(id: string, begin: (onStudents: (done: number) => void) => Promise<RegradePreview>): Look {
    const look: Look = {
      done: 0,
      next: Promise.withResolvers(),
      outcome: begin((done) => {
        look.done = done;
        if (done % studentsOfCall > 0) return;
        look.next.resolve();
        look.next = Promise.withResolvers();
      }),
    };
    // A call that waits throws it; without one, nobody asks any more.
    look.outcome.catch(() => undefined);
    this.#looks.set(id, look);
    const [oldest = ""] = this.#looks.keys();
    if (this.#looks.size > mostKept) this.#looks.delete(oldest);
    return look;
  }
}
