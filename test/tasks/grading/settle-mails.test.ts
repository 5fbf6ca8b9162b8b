import { describe, expect, test } from "@jest/globals";
import { SharedOutcomes } from "../../../adapters/runs/shared-outcomes.ts";
import { mostConnections } from "../../../adapters/storage/s3-client.ts";
import type { StudentAccount } from "../../../course/run/ledger.ts";
import { settleAccounts } from "../../../tasks/grading/settle-mails.ts";
import { mondayRun, studentId } from "../support/course.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { graded, mail } from "../support/outcomes.ts";

/** Answers no read before as many are asked for as may be. */
class PatientStore extends MemoryStore {
  #waiting: (() => void)[] = [];

  override async get(key: string) {
    await new Promise<void>((go) => {
      this.#waiting.push(go);
      if (this.#waiting.length === mostConnections) for (const each of this.#waiting.splice(0)) each();
    });
    return super.get(key);
  }
}

describe("mails that were left open", () => {
  test("are asked for over all connections at once", async () => {
    const open: StudentAccount = { tests: [graded()], mails: [mail("unknown")] };
    const ids = Array.from({ length: 3 * mostConnections }, (_, n) => studentId(`s${n}`));
    const accounts = new Map(ids.map((id) => [id, open]));
    const store = new PatientStore();
    await settleAccounts(store, mondayRun, accounts, new SharedOutcomes());
    expect([...accounts.keys()]).toEqual(ids);
    expect(new Set([...accounts.values()].map(({ mails }) => mails[0]?.status))).toEqual(
      new Set(["not-sent"]),
    );
    expect(store.calls).toHaveLength(ids.length);
  });

  test("are the only ones that are asked for", async () => {
    const account: StudentAccount = {
      tests: [graded("t1"), graded("t2")],
      mails: [mail("sent", "t1"), mail("refused", "t2")],
    };
    const accounts = new Map([[studentId("ann"), account]]);
    const store = new MemoryStore();
    await settleAccounts(store, mondayRun, accounts, new SharedOutcomes());
    expect(accounts.get(studentId("ann"))).toBe(account);
    expect(store.calls).toEqual([]);
  });
});
