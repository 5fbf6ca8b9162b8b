import type { ListObjectsV2CommandInput } from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import { keysUnder, type ListObjects } from "../../../trainer/aws/keys-under.ts";

/** A bucket with these keys, which remembers each call. */
const bucketOf = (stored: readonly string[]) => {
  const calls: ListObjectsV2CommandInput[] = [];
  const list: ListObjects = async (input) => {
    calls.push(input);
    const { Prefix = "", StartAfter = "", MaxKeys = 0 } = input;
    const found = stored.filter((key) => key.startsWith(Prefix) && key > StartAfter).toSorted();
    const page = found.slice(0, MaxKeys);
    return { Contents: page.map((Key) => ({ Key })), IsTruncated: page.length < found.length };
  };
  return { list, calls };
};

const students = ["a", "a-1", "a1", "b"];
const stored = students.flatMap((id) => [
  ...["w1", "w2", "w3"].map((name) => `s/${id}/grades/${name}`),
  ...["w1", "w2", "w3"].map((name) => `s/${id}/work/${name}/1`),
  ...(id === "b" ? [] : [`s/${id}/work/w3/2`]),
]);
const folders = students.map((id) => `s/${id}/work/w3/`).toSorted();
const expected = stored.filter((key) => key.includes("/work/w3/")).toSorted();

test.each([1, 2, 3, 7, 1000])(
  "finds all keys of the folders and no others, %d keys a page",
  async (pageSize) => {
    const { list } = bucketOf(stored);
    expect(await Array.fromAsync(keysUnder(list, "c", { root: "s/", folders, pageSize }))).toEqual(expected);
  },
);

test("calls once for each folder with small pages, and once for all with a large one", async () => {
  const small = bucketOf(stored);
  await Array.fromAsync(keysUnder(small.list, "c", { root: "s/", folders, pageSize: 3 }));
  expect(small.calls).toHaveLength(folders.length);
  const large = bucketOf(stored);
  await Array.fromAsync(keysUnder(large.list, "c", { root: "s/", folders, pageSize: 1000 }));
  expect(large.calls).toHaveLength(1);
});

test("without folders asks nothing", async () => {
  const { list, calls } = bucketOf(stored);
  expect(await Array.fromAsync(keysUnder(list, "c", { root: "s/", folders: [], pageSize: 9 }))).toEqual([]);
  expect(calls).toEqual([]);
});
