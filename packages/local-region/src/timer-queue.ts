/** Calls `fire` at `at`, in milliseconds since 1970. */
export interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

interface Entry extends Timer {
  /** Timers due at the same time fire in the order in which they were added. */
  readonly order: number;
}

const isBefore = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * Timers by time, in a binary heap. A cancelled timer is dropped when it comes to the top, or earlier, with all others, when
 * more than half are cancelled: a big run cancels tens of thousands of heartbeats, which would stay here for minutes.
 */
export class TimerQueue {
  #heap: Entry[] = [];
  #live = new Set<Timer>();
  #added = 0;

  add(at: number, fire: () => void): Timer {
    const entry: Entry = { at, fire, order: this.#added++ };
    this.#live.add(entry);
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
    return entry;
  }

  /** The earliest timer; it stays in the queue. */
  next(): Timer | undefined {
    for (let first = this.#heap[0]; first; first = this.#heap[0]) {
      if (this.#live.has(first)) return first;
      this.#dropFirst();
    }
    return undefined;
  }

  cancel(timer: Timer): void {
    this.#live.delete(timer);
    if (this.#heap.length > 64 && this.#live.size * 2 < this.#heap.length) this.#rebuild();
  }

  clear(): void {
    this.#heap = [];
    this.#live.clear();
  }

  #rebuild(): void {
    // A sorted array is a heap.
    this.#heap = this.#heap.filter((e) => this.#live.has(e)).sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  #dropFirst(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink();
  }

  #rise(from: number): void {
    for (let index = from; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  #sink(): void {
    for (let index = 0; ; ) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const [a, b] = [this.#heap[left], this.#heap[right]];
      const child = a && b && isBefore(b, a) ? right : left;
      if (!this.#swapIfBefore(child, index)) return;
      index = child;
    }
  }

  #swapIfBefore(lower: number, upper: number): boolean {
    const [a, b] = [this.#heap[lower], this.#heap[upper]];
    if (!a || !b || !isBefore(a, b)) return false;
    this.#heap[lower] = b;
    this.#heap[upper] = a;
    return true;
  }
}
