import * as z from "zod";

/** Stryker's report format: https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema. */
export const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          replacement: z.string().optional(),
          status: z.string(),
          location: z.object({ start: z.object({ line: z.number(), column: z.number() }) }),
        }),
      ),
    }),
  ),
});

export type Report = z.infer<typeof reportSchema>;

type Mutant = Report["files"][string]["mutants"][number];

const detected = new Set(["Killed", "Timeout"]);
const undetected = new Set(["Survived", "NoCoverage"]);

interface Count {
  readonly killed: number;
  readonly mutants: number;
}

const countOf = (mutants: readonly Mutant[]): Count => {
  const killed = mutants.filter(({ status }) => detected.has(status)).length;
  return { killed, mutants: killed + mutants.filter(({ status }) => undetected.has(status)).length };
};

/** Of the changes that could be made and are not left out, in percent; all of none are noticed. */
export const percentOf = ({ killed, mutants }: Count): number =>
  mutants === 0 ? 100 : (100 * killed) / mutants;

const rowOf = (name: string, count: Count): string =>
  `${percentOf(count).toFixed(1).padStart(6)} % of ${String(count.mutants).padStart(5)}  ${name}`;

const survivorOf = (file: string, { location, mutatorName, replacement = "" }: Mutant): string =>
  `unnoticed: ${file}:${location.start.line}:${location.start.column} ${mutatorName}: ${replacement}`;

/** What the tests let pass, one line each; then a row for each file and one for all. */
export const linesOf = ({ files }: Report): readonly string[] => {
  const all = Object.entries(files);
  return [
    ...all.flatMap(([file, { mutants }]) =>
      mutants.filter(({ status }) => undetected.has(status)).map((mutant) => survivorOf(file, mutant)),
    ),
    ...all.map(([file, { mutants }]) => rowOf(file, countOf(mutants))),
    rowOf("together", totalOf({ files })),
  ];
};

export const totalOf = ({ files }: Report): Count =>
  countOf(Object.values(files).flatMap(({ mutants }) => mutants));
