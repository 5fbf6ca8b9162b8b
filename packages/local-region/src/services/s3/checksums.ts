import { createHash } from "node:crypto";
import { AwsError } from "../../ports.ts";
import { type Digest, startCrc32, startCrc32c, startCrc64Nvme } from "./crc.ts";

type Headers = Readonly<Record<string, string>>;

export interface CheckedBody {
  readonly body: Buffer;
  /** The checksums that came with it, by their headers. */
  readonly checksums: Headers;
}

interface Algorithm {
  readonly start: () => Digest;
  /** Its name in S3's XML, after `Checksum`. */
  readonly xmlName: string;
  /** For an object in parts: whether it can be of the whole object, or of the parts' checksums. */
  readonly types: readonly ChecksumType[];
}

export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

const both: readonly ChecksumType[] = ["FULL_OBJECT", "COMPOSITE"];

/**
 * By the header that the checksum comes in.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export const algorithms: ReadonlyMap<string, Algorithm> = new Map([
  ["x-amz-checksum-crc32", { start: startCrc32, xmlName: "CRC32", types: both }],
  ["x-amz-checksum-crc32c", { start: startCrc32c, xmlName: "CRC32C", types: both }],
  ["x-amz-checksum-crc64nvme", { start: startCrc64Nvme, xmlName: "CRC64NVME", types: ["FULL_OBJECT"] }],
  ["x-amz-checksum-sha1", { start: () => createHash("sha1"), xmlName: "SHA1", types: ["COMPOSITE"] }],
  ["x-amz-checksum-sha256", { start: () => createHash("sha256"), xmlName: "SHA256", types: ["COMPOSITE"] }],
]);

export const isChecksum = (header: string): boolean => algorithms.has(header);

/** In lower case. */
export const isAlgorithm = (name: string): boolean => isChecksum(`x-amz-checksum-${name}`);

export const onlyChecksums = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => isChecksum(name)));

export const digestOf = (start: () => Digest, pieces: Iterable<Buffer>): Buffer => {
  const digest = start();
  for (const piece of pieces) digest.update(piece);
  return digest.digest();
};

export const badDigest = (name: string, sent: string): AwsError =>
  new AwsError("BadDigest", `The ${name} you sent (${sent}) is not that of the body we received.`);

const startMd5 = (): Digest => createHash("md5");

/** Throws AwsError BadDigest when a checksum sent with the body is not the body's. */
export const verifyChecksums = (headers: Headers, body: Buffer): void => {
  for (const [name, sent] of Object.entries(headers)) {
    const start = name === "content-md5" ? startMd5 : algorithms.get(name)?.start;
    if (start && sent !== digestOf(start, [body]).toString("base64")) throw badDigest(name, sent);
  }
};

export const md5Hex = (body: Buffer): string => createHash("md5").update(body).digest("hex");
