/** The trainer's mail did not go out, or nobody knows whether it did. */
export class TrainerMailNotSent extends Error {
  constructor({ status, reason }: { readonly status: string; readonly reason?: string | undefined }) {
    super(`The trainer's mail is ${status}. ${reason ?? ""}`.trimEnd());
    this.name = "TrainerMailNotSent";
  }
}
