/** A flush takes a fifth of a millisecond of processor time, so under load several turns should share one. */
const restMs = 3;

/** Fewer writes in a commit don't count as load: the next commit does not wait for more. */
const fewWrites = 2;

/**
 * Decides when the writes to a SQLite file are committed: together, after each turn of the event loop. The next commit
 * waits at least as long as the last one took, and under load a little longer, to gather more writes.
 */
export class CommitPace {
  #restUntil = 0;

  /** @returns a function that cancels it. */
  schedule(commit: () => void): () => void {
    const leftMs = this.#restUntil - performance.now();
    if (leftMs >= 1) {
      const timer = setTimeout(commit, leftMs);
      return () => clearTimeout(timer);
    }
    const immediate = setImmediate(commit);
    return () => clearImmediate(immediate);
  }

  /** Commits this many writes now. After a commit that throws there is no wait. */
  run(commit: () => void, writes: number): void {
    const startedAt = performance.now();
    commit();
    const endedAt = performance.now();
    this.#restUntil = endedAt + Math.max(writes > fewWrites ? restMs : 0, endedAt - startedAt);
  }
}
