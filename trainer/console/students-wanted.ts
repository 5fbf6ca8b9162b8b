/** Which of a run's students a view asks for. */
export interface StudentsWanted {
  readonly words: string;
  /** The column to sort by, by its place. */
  readonly by: number;
  readonly isDescending: boolean;
}

/** Numbers by their size, below them words such as `missing`, each by its letters. */
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Compares two cells of a table. */
export const inOrder = (a = "", b = ""): number => {
  const [x, y] = [Number(a || "x"), Number(b || "x")];
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? -1 : 1;
  return Number.isNaN(x) ? collator.compare(a, b) : x - y;
};
