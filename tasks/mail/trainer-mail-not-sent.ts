/** The trainer's mail surely, or possibly, did not go out. */
export class TrainerMailNotSent extends Error {
  constructor({ status, reason }: { readonly status: string; readonly reason?: string | undefined }) {
    super(`The trainer's mail is ${status}. ${reason ?? ""}`.trimEnd());
    this.name = "TrainerMailNotSent";
  }
}
