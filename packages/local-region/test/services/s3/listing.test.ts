import {
  DeleteObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { bucket, plainBucket, type RunningS3, startS3 } from "./start-s3.ts";

const owner = { kind: "owner" } as const;
/** In UTF-8 order, which differs from JavaScript's (UTF-16) at the last two and from any locale's elsewhere. */
const oddKeys = [
  "odd/\u0001",
  "odd/\r\n",
  "odd/ space",
  "odd/%2F",
  "odd/&<>\"'",
  "odd/+",
  "odd/Z",
  "odd/a",
  "odd/a/",
  "odd/b",
  "odd/É",
  "odd/é",
  "odd/ａ",
  "odd/𝒜",
];
const manyKeys = Array.from({ length: 2500 }, (_, n) => `many/${String(n).padStart(4, "0")}`);

let s3: RunningS3;
beforeAll(async () => {
  s3 = await startS3();
  const keys = [
    ...manyKeys.toReversed(),
    ...oddKeys.toReversed(),
    "students/a/1",
    "students/a/2",
    "students/b/1",
  ];
  await Promise.all(keys.map((key) => s3.store.objects.put(bucket, key, "x", owner)));
});
afterAll(() => s3.stop());

/** All pages: keys and common prefixes, each in the order it came. */
const listAll = async (query: Omit<ListObjectsV2CommandInput, "Bucket">) => {
  const keys: (string | undefined)[] = [];
  const prefixes: (string | undefined)[] = [];
  let pages = 0;
  let ContinuationToken: string | undefined;
  do {
    const call = new ListObjectsV2Command({ Bucket: bucket, ...query, ContinuationToken });
    const page = await s3.client.send(call);
    keys.push(...(page.Contents ?? []).map((o) => o.Key));
    prefixes.push(...(page.CommonPrefixes ?? []).map((p) => p.Prefix));
    pages += 1;
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return { keys, prefixes, pages };
};

test("2,500 keys come over three pages, each once and in order", async () => {
  expect(await listAll({ Prefix: "many/" })).toEqual({ keys: manyKeys, prefixes: [], pages: 3 });
});

test("keys with odd characters are listed in UTF-8 order, whatever the page size", async () => {
  for (const MaxKeys of [1, 3, 1000]) {
    expect((await listAll({ Prefix: "odd/", MaxKeys })).keys).toEqual(oddKeys);
  }
});

test("with encoding-type url, keys come percent-encoded", async () => {
  const { keys } = await listAll({ Prefix: "odd/", EncodingType: "url" });
  expect(keys.map((k) => decodeURIComponent(k ?? ""))).toEqual(oddKeys);
  expect(keys[2]).toBe("odd/%20space");
});

test("a delimiter rolls keys up to common prefixes, over pages too", async () => {
  for (const MaxKeys of [1, 2, 1000]) {
    const listed = await listAll({ Delimiter: "/", MaxKeys });
    expect([listed.keys, listed.prefixes]).toEqual([[], ["many/", "odd/", "students/"]]);
  }
  const students = await listAll({ Delimiter: "/", Prefix: "students/" });
  expect([students.keys, students.prefixes]).toEqual([[], ["students/a/", "students/b/"]]);
});

test("a key that ends with the delimiter stands for itself under its own prefix", async () => {
  const listed = await listAll({ Prefix: "odd/a/", Delimiter: "/", MaxKeys: 1 });
  expect([listed.keys, listed.prefixes]).toEqual([["odd/a/"], []]);
});

test("start-after leaves out everything up to that key", async () => {
  expect((await listAll({ Prefix: "many/", StartAfter: "many/2497" })).keys).toEqual([
    "many/2498",
    "many/2499",
  ]);
});

test("a deleted key is not listed", async () => {
  await s3.store.objects.put(bucket, "gone/1", "x", owner);
  await s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: "gone/1" }));
  expect((await listAll({ Prefix: "gone/" })).keys).toEqual([]);
});

test("max-keys 0 lists nothing and has no next page", async () => {
  expect(await listAll({ MaxKeys: 0 })).toEqual({ keys: [], prefixes: [], pages: 1 });
});

test("version 1 of the listing goes on after its marker", async () => {
  const list = (more: object) =>
    s3.client.send(new ListObjectsCommand({ Bucket: bucket, Prefix: "many/", ...more }));
  const first = await list({});
  expect(first.IsTruncated).toBe(true);
  const second = await list({ Marker: first.NextMarker, MaxKeys: 1 });
  expect(second.Contents?.map((o) => o.Key)).toEqual(["many/1000"]);
});

test("an empty bucket has an empty listing", async () => {
  const page = await s3.client.send(new ListObjectsV2Command({ Bucket: plainBucket }));
  expect(page).toMatchObject({ KeyCount: 0, IsTruncated: false });
});

test("a made-up continuation token is refused", async () => {
  const call = new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: "not/base64url" });
  await expect(s3.client.send(call)).rejects.toMatchObject({ name: "InvalidArgument" });
});
