/** A flush takes a fifth of a millisecond of processor time, so that under load it is better shared by several turns. */
const restMs = 3;

/** Fewer writes in a commit are no load: the next one is not made to wait for more. */
const fewWrites = 2;

/**
 * When the writes to a SQLite file are committed: together, once the event loop's turn is over. After a commit the next one
 * waits at least as long as the last one took, under load a little longer, and gathers more.
 */
export class CommitPace {
  #restUntil = 0;

  /** @returns how to call it off. */
  schedule(commit: () => void): () => void {
    const leftMs = this.#restUntil - performance.now();
    if (leftMs >= 1) {
      const timer = setTimeout(commit, leftMs);
      return () => clearTimeout(timer);
    }
    const immediate = setImmediate(commit);
    return () => clearImmediate(immediate);
  }

  /** Commits so many writes now. After one that throws there is no rest. */
  run(commit: () => void, writes: number): void {
    const startedAt = performance.now();
    commit();
    const endedAt = performance.now();
    this.#restUntil = endedAt + Math.max(writes > fewWrites ? restMs : 0, endedAt - startedAt);
  }
}
