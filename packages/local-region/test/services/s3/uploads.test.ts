import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { decodeAwsChunked } from "../../../src/services/s3/aws-chunked.ts";
import { bucket, type RunningS3, startS3 } from "./start-s3.ts";

const mebibyte = 1024 * 1024;

let s3: RunningS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const startUpload = async (Key: string) => {
  const call = { Bucket: bucket, Key, ContentType: "text/csv", Metadata: { by: "ada" } };
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand(call));
  const target = { Bucket: bucket, Key, UploadId };
  const part = async (PartNumber: number, Body: Buffer) => {
    const { ETag } = await s3.client.send(new UploadPartCommand({ ...target, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    s3.client.send(new CompleteMultipartUploadCommand({ ...target, MultipartUpload: { Parts } }));
  return { target, part, complete };
};
const get = async (Key: string, more: object = {}) => {
  const answer = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key, ...more }));
  return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
};

test("an object in parts is one object, with ranges across its parts", async () => {
  const upload = await startUpload("large");
  const first = Buffer.alloc(5 * mebibyte + 3, "a");
  const second = Buffer.from("bcdef");
  const parts = [await upload.part(2, second), await upload.part(1, first)].reverse();
  const { ETag } = await upload.complete(parts);
  expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  const whole = await get("large");
  expect(whole).toMatchObject({ ContentType: "text/csv", Metadata: { by: "ada" }, ETag });
  expect(whole.bytes.equals(Buffer.concat([first, second]))).toBe(true);
  const from = first.length - 2;
  expect((await get("large", { Range: `bytes=${from}-${from + 3}` })).bytes.toString()).toBe("aabc");
  expect((await get("large", { Range: `bytes=${mebibyte - 1}-${mebibyte}` })).bytes.toString()).toBe("aa");
});

test("a part sent again replaces the one before", async () => {
  const upload = await startUpload("again");
  await upload.part(1, Buffer.from("old"));
  await upload.complete([await upload.part(1, Buffer.from("new"))]);
  expect((await get("again")).bytes.toString()).toBe("new");
});

test("parts that don't fit the upload are refused, and nothing is stored", async () => {
  const upload = await startUpload("refused");
  const small = await upload.part(1, Buffer.from("1"));
  const last = await upload.part(2, Buffer.from("2"));
  await expect(upload.complete([small, last])).rejects.toMatchObject({ name: "EntityTooSmall" });
  await expect(upload.complete([last, small])).rejects.toMatchObject({ name: "InvalidPartOrder" });
  await expect(upload.complete([{ PartNumber: 3, ETag: "x" }])).rejects.toMatchObject({
    name: "InvalidPart",
  });
  await expect(get("refused")).rejects.toMatchObject({ name: "NoSuchKey" });
});

test("an aborted upload is gone", async () => {
  const upload = await startUpload("aborted");
  await s3.client.send(new AbortMultipartUploadCommand(upload.target));
  await expect(upload.part(1, Buffer.from("1"))).rejects.toMatchObject({ name: "NoSuchUpload" });
});

test("a stream, which the SDK sends in chunks with its checksum behind, is stored as it is", async () => {
  const pieces = [Buffer.alloc(70_000, "x"), Buffer.from("\r\nend")];
  const length = pieces.reduce((sum, p) => sum + p.length, 0);
  await s3.client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: "streamed",
      Body: Readable.from(pieces),
      ContentLength: length,
      ContentEncoding: "gzip",
    }),
  );
  const stored = await get("streamed", { ChecksumMode: "ENABLED" });
  expect(stored.bytes.equals(Buffer.concat(pieces))).toBe(true);
  expect(stored).toMatchObject({ ContentEncoding: "gzip", ChecksumCRC32: expect.any(String) });
});

test("a chunked body gives its bytes and its trailers", () => {
  const encoded = "3;chunk-signature=00\r\na\r\n\r\n2\r\nbc\r\n0\r\nx-amz-checksum-crc32:AAAA==\r\n\r\n";
  const { body, trailers } = decodeAwsChunked(Buffer.from(encoded));
  expect(body.toString()).toBe("a\r\nbc");
  expect(trailers).toEqual({ "x-amz-checksum-crc32": "AAAA==" });
});

test.each(["", "3\r\nab", "5\r\nabc\r\n0\r\n\r\n", "zz\r\nabc\r\n", "3\r\nabc\r\n"])(
  "the malformed chunked body %j is refused",
  (encoded) => {
    expect(() => decodeAwsChunked(Buffer.from(encoded))).toThrow("cut off or malformed");
  },
);
