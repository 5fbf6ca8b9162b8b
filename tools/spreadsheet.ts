import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import * as z from "zod";
import { courseCsv } from "../adapters/gradebook/gradebook-csv.ts";
import type { GradebookCell, GradebookColumns } from "../course/gradebook/course-gradebook.ts";
import { neutraliseFormula, type Separator } from "../course/gradebook/gradebook.ts";
import { studentIdSchema, subjectSchema, testIdSchema, toInstant } from "../course/ids.ts";
import { memberOf, messageOf } from "../course/unknown-value.ts";

/**
 * `npm run spreadsheet`: writes a gradebook of ids and names that spreadsheets like to change, opens it in LibreOffice, and
 * compares what a person would see there with what was written.
 */

const students: readonly (readonly [id: string, name: string])[] = [
  ["007", "Zoë Żółć"],
  ["1e5", "Łukasz Ściąga; 2nd"],
  ["3-4", 'Ann "the" Student, PhD'],
  ["MAR1", "=1+1"],
  ["12345678901234567890", "+48 123"],
  ["true", "@SUM(A1)"],
  ["1.10", "-x"],
  ["42", "'t Hooft"],
  ["plain", "王秀英"],
];

const scores = ["0", "4.5", "3.33", "10"];

const graded = (score: string): GradebookCell => ({ status: "graded", score });

const gradebook: GradebookColumns = {
  tests: ["1-2", "boot"].map((testId) => ({
    subject: subjectSchema.parse("linux"),
    testId: testIdSchema.parse(testId),
    title: testId,
    deadline: toInstant(new Date("2026-11-23T22:00:00Z")),
    best: "10",
    weight: 1,
    opens: null,
  })),
  students: students.map(([id, name], place) => ({
    studentId: studentIdSchema.parse(id),
    name,
    email: `s${place}@example.com`,
    cells: [graded(scores[place % scores.length] ?? "0"), place % 2 === 0 ? { status: "missing" } : null],
    total: scores[place % scores.length] ?? "0",
    outOf: "20",
    average: "12.5",
    dropped: new Set<number>(),
  })),
};

/** A country's way: its separator and LibreOffice's number for its language (Windows LCID). */
const countries: readonly {
  readonly name: string;
  readonly separator: Separator;
  readonly language: number;
}[] = [
  { name: "English", separator: ",", language: 1033 },
  { name: "Polish", separator: ";", language: 1045 },
];

/** @see https://wiki.documentfoundation.org/Documentation/DevGuide/Spreadsheet_Documents */
const shownAsCsv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false";

const timeoutMs = 120_000;

/** The cells as LibreOffice shows them. */
const seenIn = async (
  folder: string,
  file: string,
  separator: Separator,
  language: number,
): Promise<string[][]> => {
  await promisify(execFile)(
    "soffice",
    [
      `-env:UserInstallation=file://${join(folder, "profile")}`,
      "--headless",
      `--infilter=CSV:${separator.charCodeAt(0)},34,UTF8,1,,${language}`,
      "--convert-to",
      shownAsCsv,
      "--outdir",
      join(folder, "seen"),
      join(folder, file),
    ],
    { timeout: timeoutMs },
  );
  return z.array(z.array(z.string())).parse(parse(readFileSync(join(folder, "seen", file))));
};

/** LibreOffice shows what it has understood as a number in its own language: the 3,33 of a Polish file as 3.33. */
const wanted: readonly (readonly string[])[] = [
  ["studentId", "name", "email", "linux/1-2", "linux/boot", "total", "out of", "average %"],
  ...gradebook.students.map(({ studentId, name, email, cells, total, outOf, average }) => [
    ...[studentId, neutraliseFormula(name), email],
    ...cells.map((cell) => cell?.score ?? cell?.status ?? ""),
    ...[total, outOf, average ?? ""],
  ]),
];

const differences = (seen: readonly string[][]): string[] =>
  wanted.flatMap((row, line) =>
    row.flatMap((cell, column) => {
      const shown = seen[line]?.[column];
      return shown === cell
        ? []
        : [`line ${line + 1}, column ${column + 1}: "${cell}" is seen as "${shown}"`];
    }),
  );

const folder = mkdtempSync(join(tmpdir(), "spreadsheet-"));
try {
  for (const { name, separator, language } of countries) {
    const file = `${name}.csv`;
    writeFileSync(join(folder, file), await courseCsv(gradebook, "spreadsheet", separator));
    const seen = await seenIn(folder, file, separator, language);
    const wrong = differences(seen);
    process.stdout.write(`${name}, "${separator}" between cells: a person sees\n`);
    for (const row of seen) process.stdout.write(`  ${row.join(" | ")}\n`);
    for (const line of wrong) process.stdout.write(`  ${line}\n`);
    process.stdout.write(wrong.length === 0 ? "  All as it was written.\n" : "");
    if (wrong.length > 0) process.exitCode = 1;
  }
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(
    memberOf(error, "code") === "ENOENT"
      ? "There is no LibreOffice (soffice) on this machine: nothing was checked.\n"
      : `${messageOf(error)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
