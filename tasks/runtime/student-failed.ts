import { errorNames, type StudentFailure } from "../../course/run/run.ts";

/** Ends a student's child execution as failed; the message is its Fail state's cause (`studentFailureSchema`). */
export class StudentFailedError extends Error {
  constructor(failure: StudentFailure) {
    super(JSON.stringify(failure));
    this.name = errorNames.studentFailed;
  }
}
