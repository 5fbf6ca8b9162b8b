import { describe, expect, test } from "@jest/globals";
import type { ListTestsAnswer, OpenTest } from "../../../course/api/answers.ts";
import { instantSchema, submissionIdSchema, testRefSchema } from "../../../course/ids.ts";
import { isUsedUp, keepListed } from "../../../web/student/attempts.ts";
import { Device, type KeyValues } from "../../../web/student/device/device.ts";

const storage = (): KeyValues => {
  const values = new Map<string, string>();
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
  };
};

const deadline = instantSchema.parse("2026-11-23T22:00:00.000Z");

const name = testRefSchema.parse({ subject: "linux", testId: "terms" });

const receiptOf = (digit: number): NonNullable<OpenTest["receipt"]> => ({
  submissionId: submissionIdSchema.parse(`${digit}`.repeat(32)),
  receivedAt: instantSchema.parse(`2026-11-20T20:00:0${digit}.000Z`),
  deadline,
  sha256: `${digit}`.repeat(64),
});

/** The test as the server lists it after this many attempts, with the receipt of the latest. */
const testOf = (attemptsUsed: number): OpenTest => ({
  ...name,
  title: "Terms",
  opens: null,
  deadline,
  submitted: attemptsUsed > 0,
  attemptsUsed,
  attemptsAllowed: 3,
  ...(attemptsUsed > 0 && { receipt: receiptOf(attemptsUsed) }),
});

const listWith = (open: OpenTest): ListTestsAnswer => ({ code: 200, body: [], open: [open] });

const deviceThatSaw = (attemptsUsed: number): Device => {
  const device = new Device(storage(), storage());
  device.keepList("ann", listWith(testOf(attemptsUsed)));
  return device;
};

const receives = (device: Device, digit: number): void =>
  device.keepReceipt("ann", name, {
    studentId: "ann",
    subjectName: name.subject,
    testId: name.testId,
    testResult: [],
    receipt: receiptOf(digit),
  });

describe("Attempts are surely used up", () => {
  test("when the server said so", () => {
    expect(isUsedUp(deviceThatSaw(2), "ann", name, 3)).toBe(false);
    expect(isUsedUp(deviceThatSaw(3), "ann", name, 3)).toBe(true);
  });

  test("when the last that was left was received here since", () => {
    const device = deviceThatSaw(2);
    receives(device, 3);
    expect(isUsedUp(device, "ann", name, 3)).toBe(true);
  });

  test("never by an attempt that the server counted already", () => {
    const device = deviceThatSaw(1);
    receives(device, 2);
    keepListed(device, "ann", testOf(2));
    expect(isUsedUp(device, "ann", name, 3)).toBe(false);
    receives(device, 3);
    expect(isUsedUp(device, "ann", name, 3)).toBe(true);
  });

  test("by one receipt where only one attempt is allowed and no list was seen", () => {
    const device = new Device(storage(), storage());
    expect(isUsedUp(device, "ann", name, 1)).toBe(false);
    receives(device, 1);
    expect(isUsedUp(device, "ann", name, 1)).toBe(true);
  });

  test.each([null, undefined])("never where their number is %s", (allowed) => {
    expect(isUsedUp(deviceThatSaw(3), "ann", name, allowed)).toBe(false);
  });
});
