import { expect, test } from "@jest/globals";
import { submissionIdSchema, toInstant } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { isListedFor, listedOfKey } from "../../course/test-list.ts";
import { studentId, testRef } from "../tasks/support/course.ts";

const [ann, dotted] = [studentId("ann"), studentId("ann.b")];
const [ref, other] = [testRef("t1"), testRef("t2")];
const submissionId = submissionIdSchema.parse("0".repeat(32));
const receivedAt = toInstant(new Date(0));

test("an entry of a submission leads to that submission", () => {
  const key = keys.submission(dotted, ref, receivedAt, submissionId);
  expect(listedOfKey(ref, keys.handedIn(dotted, ref, receivedAt, submissionId))).toEqual({
    studentId: dotted,
    attempt: { ...ref, key, receivedAt, submissionId },
  });
});

test("an entry of what was set by hand names the student", () => {
  expect(listedOfKey(ref, keys.setByHand(dotted, ref))).toEqual({ studentId: dotted, attempt: null });
});

test.each([
  keys.setByHand(ann, other),
  `${keys.testList(ref)}handed-in/ann/yesterday.json`,
  `${keys.testList(ref)}handed-in/ann`,
  `${keys.testList(ref)}elsewhere/ann.json`,
  `${keys.testList(ref)}more/by-hand/ann.json`,
  `${keys.setByHand(ann, ref)}.old`,
  `${keys.testList(ref)}by-hand/a..b.json`,
  keys.listNotWhole(ref),
])("%s is no entry of the list", (key) => {
  expect(listedOfKey(ref, key)).toBeNull();
});

test("entries are the student's that they name, not those of others with similar ids", () => {
  const own = [keys.handedIn(ann, ref, receivedAt, submissionId), keys.setByHand(ann, other)];
  const others = [keys.handedIn(dotted, ref, receivedAt, submissionId), keys.setByHand(dotted, ref)];
  const elsewhere = [
    keys.profile(ann),
    "by-hand/linux/t1/by-hand/ann.json",
    `${keys.testList(ref)}elsewhere/ann.json`,
  ];
  expect([...own, ...others, ...elsewhere].filter((key) => isListedFor(ann, key))).toEqual(own);
  expect(isListedFor(studentId("not-whole.json"), keys.listNotWhole(ref))).toBe(false);
});
