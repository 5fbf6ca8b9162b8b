import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { AwsError } from "../ports.ts";

const crc32Base64 = (body: Buffer): string => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return sum.toString("base64");
};

const digest = (algorithm: string) => (body: Buffer) => createHash(algorithm).update(body).digest("base64");

/** Checksums that can be computed here. CRC32C and CRC64NVME are kept and given back unchecked. */
const checked: Readonly<Record<string, (body: Buffer) => string>> = {
  "content-md5": digest("md5"),
  "x-amz-checksum-crc32": crc32Base64,
  "x-amz-checksum-sha1": digest("sha1"),
  "x-amz-checksum-sha256": digest("sha256"),
};

/** Throws AwsError BadDigest when a checksum sent with the body is not the body's. */
export const verifyChecksums = (headers: Readonly<Record<string, string>>, body: Buffer): void => {
  for (const [name, compute] of Object.entries(checked)) {
    const sent = headers[name];
    if (sent !== undefined && sent !== compute(body)) {
      throw new AwsError("BadDigest", `The ${name} you sent (${sent}) is not that of the body we received.`);
    }
  }
};

export const isChecksum = (header: string): boolean =>
  /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/.test(header);

export const md5Hex = (body: Buffer): string => createHash("md5").update(body).digest("hex");
