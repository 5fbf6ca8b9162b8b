import { describe, expect, test } from "@jest/globals";
import { Pacer } from "../../../adapters/mail/pacer.ts";

describe("a pacer", () => {
  test("lets callers who come together through one after the other, at its rate", async () => {
    const waits: number[] = [];
    const pacer = new Pacer(
      2,
      () => 10_000,
      async (ms) => void waits.push(ms),
    );
    await Promise.all([pacer.turn(), pacer.turn(), pacer.turn()]);
    expect(waits).toEqual([500, 1000]);
  });

  test("does not delay a caller who comes late enough", async () => {
    let now = 0;
    const pacer = new Pacer(
      1,
      () => now,
      async () => {
        throw new Error("waited");
      },
    );
    await pacer.turn();
    now = 1_000;
    await pacer.turn();
    expect(now).toBe(1_000);
  });
});
