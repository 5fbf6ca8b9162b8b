import { describe, expect, test } from "@jest/globals";
import { SharedOutcomes } from "../../../adapters/runs/shared-outcomes.ts";
import { instant } from "../../tasks/support/course.ts";
import { failed, graded, mail, missing } from "../../tasks/support/outcomes.ts";

describe("what is said of many students", () => {
  test("is kept once, whatever the instants of their submissions", () => {
    const shared = new SharedOutcomes();
    const ann = shared.account({ tests: [graded(), missing("t2")], mails: [mail("sent")] });
    const later = { ...graded(), receivedAt: instant("2026-11-23T21:00:00.000Z") };
    const bob = shared.account({ tests: [later, missing("t2")], mails: [mail("sent")] });
    expect(bob).toEqual(ann);
    expect(bob.tests[0]).toBe(ann.tests[0]);
    expect(bob.tests[1]).toBe(ann.tests[1]);
    expect(bob.mails[0]).toBe(ann.mails[0]);
  });

  test("is kept apart where it differs", () => {
    const shared = new SharedOutcomes();
    const accounts = [
      { tests: [graded("t1", 2)], mails: [mail("sent")] },
      { tests: [graded("t1", 3)], mails: [mail("unknown")] },
      { tests: [failed("t1", "a"), failed("t1", "b")], mails: [], failure: "it is corrupt" },
    ].map((account) => shared.account(account));
    expect(accounts.map(({ tests }) => tests)).toMatchObject([
      [{ right: 2 }],
      [{ right: 3 }],
      [{ reason: "a" }, { reason: "b" }],
    ]);
    expect(accounts.map(({ mails }) => mails.map(({ status }) => status))).toEqual([
      ["sent"],
      ["unknown"],
      [],
    ]);
    expect(accounts.map(({ failure }) => failure)).toEqual([undefined, undefined, "it is corrupt"]);
  });

  test("is right beyond what there is room for", () => {
    const shared = new SharedOutcomes();
    for (let n = 0; n < 20_000; n += 1) {
      const { tests } = shared.account({ tests: [failed("t1", `reason ${n}`)], mails: [] });
      expect(tests).toMatchObject([{ reason: `reason ${n}` }]);
    }
  });
});
