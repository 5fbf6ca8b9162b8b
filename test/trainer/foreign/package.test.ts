import { expect, test } from "@jest/globals";
import { packageOf } from "../../../trainer/export/package.ts";
import { readPackage } from "../../../trainer/foreign/package.ts";
import { zipOf } from "../support/zip-files.ts";

const patched = (zip: Buffer, from: string, to: string): Buffer =>
  Buffer.from(zip.toString("latin1").replaceAll(from, to), "latin1");

const manyFiles = Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`${index}.txt`, ""]));

/** The flag of encryption, in the local header and in the directory. */
const encrypted = (zip: Buffer): Buffer => {
  const bytes = Buffer.from(zip);
  bytes.writeUInt16LE(1, 6);
  bytes.writeUInt16LE(1, bytes.indexOf("PK\x01\x02", "latin1") + 8);
  return bytes;
};

/** Says of its only file, stored by deflating, that it is small. */
const understated = (zip: Buffer): Buffer => {
  const bytes = Buffer.from(zip);
  bytes.writeUInt32LE(10, bytes.indexOf("PK\x01\x02", "latin1") + 24);
  return bytes;
};

/** Says of its only file that it is large, and packed well. */
const overstated = (zip: Buffer): Buffer => {
  const bytes = Buffer.from(zip);
  const entry = bytes.indexOf("PK\x01\x02", "latin1");
  bytes.writeUInt32LE(2 * 1024 * 1024, entry + 20);
  bytes.writeUInt32LE(101 * 1024 * 1024, entry + 24);
  return bytes;
};

test("a package is read into memory, file by file", async () => {
  const files = await readPackage(zipOf({ "a/b.txt": "one", "c.txt": "two" }));
  expect([...files].map(([name, bytes]) => [name, bytes.toString()])).toEqual([
    ["a/b.txt", "one"],
    ["c.txt", "two"],
  ]);
});

test.each<[string, Buffer, string]>([
  ["leads out of itself", patched(zipOf({ "aa/b.txt": "x" }), "aa/b.txt", "../b.txt"), "../b.txt"],
  ["names an absolute path", patched(zipOf({ "aa/b.txt": "x" }), "aa/b.txt", "/a/b.txt"), "/a/b.txt"],
  [
    "names its files with backslashes",
    patched(zipOf({ "aa/b.txt": "x" }), "aa/b.txt", "aa\\b.txt"),
    "invalid characters in fileName",
  ],
  [
    "holds a link",
    zipOf({ link: "/etc/passwd" }, { os: 3, attrs: (0o120777 << 16) >>> 0 }),
    "link instead of a file",
  ],
  ["holds names equal but for case", zipOf({ "a.png": "1", "A.png": "2" }), "differ by capitals only"],
  ["is encrypted", encrypted(zipOf({ "a.txt": "secret" })), "is encrypted"],
  ["holds too many files", zipOf(manyFiles), "holds 2001 files"],
  ["is a bomb", zipOf({ "a.xml": new Uint8Array(5_000_000) }, { level: 9 }), "100 times its size"],
  [
    "is a bomb that says otherwise",
    understated(zipOf({ "a.xml": "<a/>".repeat(1e5) }, { level: 9 })),
    "too many bytes",
  ],
  [
    "is larger than memory should hold",
    overstated(zipOf({ "a.xml": "<a/>".repeat(1e5) }, { level: 9 })),
    "more than 100 MiB",
  ],
  ["is cut short", zipOf({ "a.txt": "x" }).subarray(0, 40), "no ZIP package"],
])("a package that %s is refused", async (_, zip, why) => {
  await expect(readPackage(zip)).rejects.toThrow(why);
});

test("a package that goes out holds at most as many files as one that comes in", async () => {
  const written = Object.entries(manyFiles);
  expect(() => packageOf(written)).toThrow(
    "would hold 2001 files, as each question is one; imports read at most 2000",
  );
  expect((await readPackage(Buffer.from(packageOf(written.slice(1))))).size).toBe(2000);
});
