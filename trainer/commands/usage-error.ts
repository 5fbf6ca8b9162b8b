import { TrainerError } from "../trainer-error.ts";

/** The command line itself is wrong. */
export class UsageError extends TrainerError {
  override readonly name = "UsageError";
}
