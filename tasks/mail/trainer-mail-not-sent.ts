import { errorNames } from "../../course/run/run.ts";

/** The trainer's mail did not go out, or nobody knows whether it did. */
export class TrainerMailNotSent extends Error {
  constructor({ status, reason }: { readonly status: string; readonly reason?: string | undefined }) {
    const what =
      status === "unknown"
        ? "Nobody knows whether the trainer's mail went out."
        : "The trainer's mail did not go out.";
    super(`${what} ${reason ?? ""}`.trimEnd());
    this.name = errorNames.trainerMailNotSent;
  }
}
