/** Something the trainer can put right; the message says what is wrong, which value, and what to do. */
export class TrainerError extends Error {
  override readonly name: string = "TrainerError";
}
