/** Waits until so many dropped places are in front before they are given back. */
const mostDropped = 1_000;

/** A line in which whoever came first is served first. `Array.shift` would move all others, each time. */
export class Fifo<T> {
  #items: T[] = [];
  #start = 0;

  get size(): number {
    return this.#items.length - this.#start;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  first(): T | undefined {
    return this.#items[this.#start];
  }

  dropFirst(): void {
    this.#start += 1;
    if (this.#start >= this.#items.length || (this.#start > mostDropped && this.#start > this.size)) {
      this.#set(this.items());
    }
  }

  items(): T[] {
    return this.#items.slice(this.#start);
  }

  /** Leaves only those that `isKept` is true of. */
  keep(isKept: (item: T) => boolean): void {
    this.#set(this.items().filter(isKept));
  }

  #set(items: T[]): void {
    this.#items = items;
    this.#start = 0;
  }
}
