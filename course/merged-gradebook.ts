import { leadCells } from "./gradebook.ts";

/** Who, then one cell a test; of the first row the tests' paths. */
export type GradebookRow = readonly string[];

interface Update {
  lead: GradebookRow;
  /** By the test's path. */
  readonly cells: Map<string, string>;
}

/** Rows of resumptions, to be put over the gradebook of the run that they resumed. */
export class MergedGradebook {
  readonly #updates = new Map<string, Update>();
  readonly #paths = new Set<string>();

  /** Takes a gradebook's rows, header first. A cell that is empty, as its test was not taken up, changes nothing. */
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

  /** The rows of a gradebook, header first, with those that were taken put over them; students that it does not have come last. */
  async *over(rows: AsyncIterable<GradebookRow>): AsyncIterable<GradebookRow> {
    let paths: GradebookRow | undefined;
    const seen = new Set<string>();
    for await (const row of rows) {
      const [lead, cells] = [row.slice(0, leadCells), row.slice(leadCells)];
      if (paths === undefined) {
        paths = [...cells, ...[...this.#paths].filter((path) => !cells.includes(path))];
        yield [...lead, ...paths];
      } else {
        const [studentId = ""] = lead;
        if (this.#updates.has(studentId)) seen.add(studentId);
        yield this.#merged(studentId, lead, paths, cells);
      }
    }
    for (const [studentId, { lead }] of this.#updates) {
      if (paths !== undefined && !seen.has(studentId)) yield this.#merged(studentId, lead, paths, []);
    }
  }

  #take(row: GradebookRow, paths: GradebookRow, cells: GradebookRow): void {
    const [studentId = ""] = row;
    const update = this.#updates.get(studentId) ?? { lead: [], cells: new Map<string, string>() };
    update.lead = row.slice(0, leadCells);
    paths.forEach((path, column) => {
      const cell = cells[column] ?? "";
      if (cell !== "") update.cells.set(path, cell);
    });
    this.#updates.set(studentId, update);
  }

  #merged(studentId: string, lead: GradebookRow, paths: GradebookRow, cells: GradebookRow): GradebookRow {
    const update = this.#updates.get(studentId);
    const merged = paths.map((path, column) => update?.cells.get(path) ?? cells[column] ?? "");
    return [...(update?.lead ?? lead), ...merged];
  }
}
