import { leadCells } from "./gradebook.ts";

/** Cells that name the student, then one cell for each test; in the first row the tests' paths. */
export type GradebookRow = readonly string[];

interface Update {
  readonly lead: GradebookRow;
  /** By the test's path. */
  readonly cells: Map<string, string>;
}

/** Rows of resumptions that replace rows in the gradebook of the run that they resumed. */
export class MergedGradebook {
  readonly #updates = new Map<string, Update>();
  readonly #paths = new Set<string>();

  /** Adds a gradebook's rows, header first. An empty cell (its test was not resumed) changes nothing. */
  async add(rows: AsyncIterable<GradebookRow>): Promise<void> {
    let paths: GradebookRow | undefined;
    for await (const row of rows) {
      const cells = row.slice(leadCells);
      if (paths === undefined) {
        paths = cells;
        for (const path of paths) this.#paths.add(path);
      } else this.#take(row, paths, cells);
    }
  }

  /**
   * A gradebook's rows, header first, replaced by the added rows where there are any; students who are not in it come
   * last.
   */
  async *over(rows: AsyncIterable<GradebookRow>): AsyncIterable<GradebookRow> {
    let paths: GradebookRow | undefined;
    const left = new Set(this.#updates.keys());
    for await (const row of rows) {
      const [lead, cells] = [row.slice(0, leadCells), row.slice(leadCells)];
      if (paths === undefined) {
        paths = [...cells, ...[...this.#paths].filter((path) => !cells.includes(path))];
        yield [...lead, ...paths];
      } else {
        const [studentId = ""] = lead;
        left.delete(studentId);
        yield this.#merged(studentId, lead, paths, cells);
      }
    }
    for (const studentId of left) yield this.#merged(studentId, [], paths ?? [], []);
  }

  #take(row: GradebookRow, paths: GradebookRow, cells: GradebookRow): void {
    const [studentId = ""] = row;
    const known = this.#updates.get(studentId)?.cells ?? new Map<string, string>();
    paths.forEach((path, column) => {
      const cell = cells[column] ?? "";
      if (cell !== "") known.set(path, cell);
    });
    this.#updates.set(studentId, { lead: row.slice(0, leadCells), cells: known });
  }

  #merged(studentId: string, lead: GradebookRow, paths: GradebookRow, cells: GradebookRow): GradebookRow {
    const update = this.#updates.get(studentId);
    const merged = paths.map((path, column) => update?.cells.get(path) ?? cells[column] ?? "");
    return [...(update?.lead ?? lead), ...merged];
  }
}
