import { type Definition, type Retrier, statesOf } from "./definition.ts";

const codes = (errors: readonly string[]): string => errors.map((error) => `\`${error}\``).join(", ");

const tries = ({ MaxAttempts, IntervalSeconds, BackoffRate, MaxDelaySeconds, JitterStrategy }: Retrier) => {
  if (MaxAttempts === 1) return `once, ${IntervalSeconds} s later`;
  const wait = `${IntervalSeconds} s, each time ${BackoffRate} times as long, at most ${MaxDelaySeconds} s`;
  return `${MaxAttempts} times: after ${wait}${JitterStrategy === "FULL" ? "; a random part of that" : ""}`;
};

const tableOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** The different entries of all `Retry` lists; an entry's number is its place here, from 1. */
const retriersOf = (machines: readonly Definition[]): string[][] => {
  const all = machines.flatMap(({ States }) => statesOf(States)).flatMap(([, { Retry = [] }]) => Retry);
  const rows = all.map((retrier) => [codes(retrier.ErrorEquals), tries(retrier)]);
  return [...new Map(rows.map((row) => [row.join(), row])).values()];
};

/** One table of the `Retry` entries of all machines. */
export const retriesTable = (machines: readonly Definition[]): string =>
  tableOf([
    ["Retry", "Errors", "Tried again"],
    ["---", "---", "---"],
    ...retriersOf(machines).map((row, index) => [String(index + 1), ...row]),
  ]);

/** A row for each state of a machine that has a `Retry` or `Catch`. */
export const statesTable = (machine: Definition, machines: readonly Definition[]): string => {
  const known = retriersOf(machines).map(([errors, how]) => `${errors}${how}`);
  const numberOf = (retrier: Retrier) => known.indexOf(codes(retrier.ErrorEquals) + tries(retrier)) + 1;
  const rows = statesOf(machine.States)
    .filter(([, { Retry, Catch }]) => Retry || Catch)
    .map(([name, { Retry = [], Catch = [] }]) => [
      name,
      Retry.map(numberOf).join(", ") || "none",
      Catch.map(({ ErrorEquals, Next }) => `${codes(ErrorEquals)}: ${Next}`).join(", "),
    ]);
  return tableOf([["State", "Retry, in this order", "Catch: next state"], ["---", "---", "---"], ...rows]);
};
