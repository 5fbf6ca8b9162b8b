import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import {
  ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Digest, startCrc32, startCrc32c, startCrc64Nvme } from "../../../src/services/s3/crc.ts";
import { signedInit } from "../../http/start-endpoint.ts";
import { bucket, type RunningS3, startS3 } from "./start-s3.ts";

let s3: RunningS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
const sum = (start: () => Digest, ...pieces: readonly Buffer[]) => {
  const digest = start();
  for (const piece of pieces) digest.update(piece);
  return digest.digest();
};

/** Check values of the catalogue of CRC algorithms, https://reveng.sourceforge.io/crc-catalogue/all.htm; RFC 3720, B.4. */
test.each<[name: string, start: () => Digest, body: Buffer, hex: string]>([
  ["CRC-32", startCrc32, Buffer.from("123456789"), "cbf43926"],
  ["CRC-32C", startCrc32c, Buffer.from("123456789"), "e3069283"],
  ["CRC-32C", startCrc32c, Buffer.alloc(32), "8a9136aa"],
  ["CRC-32C", startCrc32c, Buffer.alloc(32, 0xff), "62a8ab43"],
  ["CRC-32C", startCrc32c, Buffer.from(Array.from({ length: 32 }, (_, n) => n)), "46dd794e"],
  ["CRC-64/NVME", startCrc64Nvme, Buffer.from("123456789"), "ae8b14860a799888"],
  ["CRC-64/NVME", startCrc64Nvme, Buffer.of(), "0000000000000000"],
])("%s is the known one, in pieces too", (_, start, body, hex) => {
  expect(sum(start, body).toString("hex")).toBe(hex);
  expect(sum(start, body.subarray(0, 3), body.subarray(3)).toString("hex")).toBe(hex);
});

const nine = "123456789";
const right: readonly (readonly [name: string, value: string])[] = [
  ["ChecksumCRC32", base64("cbf43926")],
  ["ChecksumCRC32C", base64("e3069283")],
  ["ChecksumCRC64NVME", base64("ae8b14860a799888")],
  ["ChecksumSHA1", createHash("sha1").update(nine).digest("base64")],
  ["ChecksumSHA256", createHash("sha256").update(nine).digest("base64")],
];

test.each(right)("a right %s is kept and given back, a wrong one is refused", async (name, value) => {
  const put = (Key: string, checksum: string) =>
    s3.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: nine, [name]: checksum }));
  expect(await put(name, value)).toMatchObject({ [name]: value });
  const head = new HeadObjectCommand({ Bucket: bucket, Key: name, ChecksumMode: "ENABLED" });
  expect(await s3.client.send(head)).toMatchObject({ [name]: value });
  const wrong = Buffer.alloc(Buffer.from(value, "base64").length, 1).toString("base64");
  await expect(put(`wrong ${name}`, wrong)).rejects.toMatchObject({ name: "BadDigest" });
  const get = s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: `wrong ${name}` }));
  await expect(get).rejects.toMatchObject({ name: "NoSuchKey" });
});

test("the checksum that the SDK sends by itself is checked and kept", async () => {
  const answer = await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: "default", Body: nine }));
  expect(answer.ChecksumCRC32).toBe(base64("cbf43926"));
});

test("a checksum that the region can't compute is refused by its name", async () => {
  const url = `${s3.endpoint.url}/${bucket}/k`;
  const headers = { "x-amz-trailer": "x-amz-checksum-xxhash3" };
  const answer = await fetch(url, await signedInit(url, "s3", { method: "PUT", headers, body: nine }));
  expect(answer.status).toBe(501);
  expect(await answer.text()).toContain("x-amz-trailer: x-amz-checksum-xxhash3");
});

describe("of an object in parts", () => {
  const bodies = [Buffer.alloc(5 * 1024 * 1024, "a"), Buffer.from("the end")];
  const whole = Buffer.concat(bodies);
  const firstEtag = createHash("md5")
    .update(whole.subarray(0, 5 * 1024 * 1024))
    .digest("hex");
  const composite = `${createHash("sha256")
    .update(Buffer.concat(bodies.map((b) => createHash("sha256").update(b).digest())))
    .digest("base64")}-2`;

  const upload = async (Key: string, algorithm: ChecksumAlgorithm) => {
    const started = await s3.client.send(
      new CreateMultipartUploadCommand({ Bucket: bucket, Key, ChecksumAlgorithm: algorithm }),
    );
    const target = { Bucket: bucket, Key, UploadId: started.UploadId };
    const Parts: CompletedPart[] = [];
    for (const [n, Body] of bodies.entries()) {
      const PartNumber = n + 1;
      const part = new UploadPartCommand({ ...target, PartNumber, Body, ChecksumAlgorithm: algorithm });
      const { ETag, ChecksumCRC32, ChecksumSHA256 } = await s3.client.send(part);
      Parts.push({ PartNumber, ETag, ChecksumCRC32, ChecksumSHA256 });
    }
    return (more: object, parts = Parts) =>
      s3.client.send(
        new CompleteMultipartUploadCommand({ ...target, ...more, MultipartUpload: { Parts: parts } }),
      );
  };

  test("those of its parts are held against what was uploaded", async () => {
    const complete = await upload("parts", ChecksumAlgorithm.SHA256);
    for (const wrong of [{ ChecksumSHA256: composite }, { ChecksumCRC32: "AAAAAA==" }]) {
      const named = complete({}, [{ PartNumber: 1, ETag: firstEtag, ...wrong }]);
      await expect(named).rejects.toMatchObject({
        name: "InvalidPart",
        message: expect.stringContaining("x-amz-checksum"),
      });
    }
    await complete({});
  });

  test.each<[algorithm: ChecksumAlgorithm, sent: object, kept: object]>([
    [ChecksumAlgorithm.SHA256, { ChecksumSHA256: composite }, { ChecksumSHA256: composite }],
    [ChecksumAlgorithm.SHA256, { ChecksumSHA256: composite.slice(0, -2) }, { ChecksumSHA256: composite }],
    [
      ChecksumAlgorithm.CRC32,
      { ChecksumType: "FULL_OBJECT", ChecksumCRC32: base64(crc32(whole).toString(16).padStart(8, "0")) },
      { ChecksumCRC32: base64(crc32(whole).toString(16).padStart(8, "0")) },
    ],
    [
      ChecksumAlgorithm.CRC32,
      { ChecksumCRC64NVME: sum(startCrc64Nvme, whole).toString("base64") },
      { ChecksumCRC64NVME: sum(startCrc64Nvme, whole).toString("base64") },
    ],
  ])("with %s, its own is kept when it is right: %j", async (algorithm, sent, kept) => {
    const complete = await upload("whole", algorithm);
    expect(await complete(sent)).toMatchObject(kept);
    const head = new HeadObjectCommand({ Bucket: bucket, Key: "whole", ChecksumMode: "ENABLED" });
    expect(await s3.client.send(head)).toMatchObject(kept);
  });

  test.each<[algorithm: ChecksumAlgorithm, sent: object]>([
    [ChecksumAlgorithm.SHA256, { ChecksumSHA256: createHash("sha256").update(whole).digest("base64") }],
    [ChecksumAlgorithm.SHA256, { ChecksumType: "FULL_OBJECT", ChecksumSHA256: composite }],
    [ChecksumAlgorithm.CRC32, { ChecksumCRC32: "AAAAAA==" }],
    [ChecksumAlgorithm.CRC32, { ChecksumCRC64NVME: "AAAAAAAAAAA=" }],
  ])("with %s, a wrong one is refused and the upload stays: %j", async (algorithm, sent) => {
    const complete = await upload("refused", algorithm);
    await expect(complete(sent)).rejects.toMatchObject({ name: "BadDigest" });
    const get = s3.client.send(new GetObjectCommand({ Bucket: bucket, Key: "refused" }));
    await expect(get).rejects.toMatchObject({ name: "NoSuchKey" });
  });
});
