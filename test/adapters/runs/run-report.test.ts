import { describe, expect, test } from "@jest/globals";
import { digestReport, problemParts, reportParts } from "../../../adapters/runs/run-report.ts";
import { mostRowsShown } from "../../../course/mail/gradebook-mail.ts";
import { Ledger } from "../../../course/run/ledger.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { mondayRun, rosterLine } from "../../tasks/support/course.ts";
import { MemoryStore } from "../../tasks/support/memory-store.ts";
import { failed, graded, mail, missing } from "../../tasks/support/outcomes.ts";
import { digestOf, partsOf } from "../../tasks/support/report-digest.ts";

const ledger = new Ledger(mondayRun);
for (let n = 0; n < 1_000; n += 1) ledger.enter(rosterLine(`m${n}`), { tests: [missing()], mails: [] });
ledger.enter(rosterLine("ann"), { tests: [failed("t1", 'a "reason" with ]}')], mails: [] });
ledger.enter(rosterLine("bob"), { tests: [graded()], mails: [mail("unknown")] });
const report = ledger.close(1_002);
const store = new MemoryStore({ [keys.report(mondayRun)]: report });

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe("a report", () => {
  test("is read part by part, in its order", async () => {
    expect(await collect(reportParts(store, mondayRun))).toEqual(partsOf(report));
  });

  test("is digested for a mail", async () => {
    expect(await digestReport(store, mondayRun)).toEqual(digestOf(report, mostRowsShown));
  });

  test("tells a resumption of its failed tests and its mails", async () => {
    expect(await collect(problemParts(store, mondayRun))).toEqual(
      partsOf(report).filter((part) => part.in === "failed" || part.in === "mails.problems"),
    );
  });

  test("that is missing, or is not a report, is an error that says so", async () => {
    const stores = [
      new MemoryStore(),
      ...[{}, { ...report, missing: [{ studentId: "ann" }] }].map(
        (value) => new MemoryStore({ [keys.report(mondayRun)]: value }),
      ),
    ];
    const names = stores.map((each) => digestReport(each, mondayRun).catch(({ name }: Error) => name));
    expect(await Promise.all(names)).toEqual(["NotFoundError", "CorruptError", "CorruptError"]);
  });
});
