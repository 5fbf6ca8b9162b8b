/** How many removed places are kept in front before they are freed. */
const mostDropped = 1_000;

/** A first-in, first-out queue. `Array.shift` would move all other items each time. */
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

  /** Keeps only the items for which `isKept` is true. */
  keep(isKept: (item: T) => boolean): void {
    this.#set(this.items().filter(isKept));
  }

  #set(items: T[]): void {
    this.#items = items;
    this.#start = 0;
  }
}
