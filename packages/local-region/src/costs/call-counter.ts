/** Counts the calls that roles make in a region, by the permission that each call needs, e.g. `s3:GetObject`. */
export class CallCounter {
  /** By role, then by action; calls of no known role are under the empty name. */
  readonly #calls = new Map<string, Map<string, number>>();

  /** @param roleArn the role that made the calls. */
  count(action: string, calls = 1, roleArn = ""): void {
    const ofRole = this.#calls.get(roleArn) ?? new Map<string, number>();
    this.#calls.set(roleArn, ofRole.set(action, (ofRole.get(action) ?? 0) + calls));
  }

  /** All calls so far, by action in alphabetical order. */
  get calls(): Readonly<Record<string, number>> {
    return this.callsOf(() => true);
  }

  /** The calls of the roles that `isCounted` accepts, by action in alphabetical order. */
  callsOf(isCounted: (roleArn: string) => boolean): Readonly<Record<string, number>> {
    const sums = new Map<string, number>();
    for (const [roleArn, ofRole] of this.#calls) {
      if (!isCounted(roleArn)) continue;
      for (const [action, calls] of ofRole) sums.set(action, (sums.get(action) ?? 0) + calls);
    }
    return Object.fromEntries([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}
