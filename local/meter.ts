/** Counts the calls that roles make in a region, by the permission that a call needs, e.g. `s3:GetObject`. */
export class Meter {
  readonly #calls = new Map<string, number>();

  count(action: string, calls = 1): void {
    this.#calls.set(action, (this.#calls.get(action) ?? 0) + calls);
  }

  /** So far, by action in alphabetical order. */
  get calls(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#calls].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}
