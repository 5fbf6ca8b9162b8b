import { expect, test } from "@jest/globals";
import { MimeReader } from "../../../src/services/ses/mime-reader.ts";

const header = "From: a@example.com\r\nTo: b@example.com\r\n";
const plain = Buffer.from(`${header}\r\ntext`);

test("a mail that is not read in its time ends its thread, and the next one is read", async () => {
  const hurried = new MimeReader({ timeoutMs: 1 });
  expect(await hurried.read(plain)).toBeUndefined();
  const reader = new MimeReader();
  expect(await reader.read(plain)).toEqual({ body: { text: "text\n" }, attachments: [] });
  reader.close();
});

test("a mail of so many lines that its thread runs out of memory does not end the process", async () => {
  const reader = new MimeReader({ heapMiB: 32, timeoutMs: 60_000 });
  const lines = Buffer.from(`${header}Content-Type: text/html\r\n\r\n${"\r\n".repeat(600_000)}x`);
  expect(await Promise.all([reader.read(lines), reader.read(plain)])).toMatchObject([
    undefined,
    { body: { text: "text\n" } },
  ]);
  reader.close();
});

test("once it is closed nothing is read any more", async () => {
  const reader = new MimeReader();
  const reading = reader.read(plain);
  reader.close();
  expect([await reading, await reader.read(plain)]).toEqual([undefined, undefined]);
});
