import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { AwsError } from "../../ports.ts";
import type { GroupCommit } from "../../sqlite/group-commit.ts";
import { bytes, integer, type Row, text } from "../../sqlite/rows.ts";
import { type CheckedBody, md5Hex } from "./checksums.ts";
import { verifyObjectChecksums } from "./part-checksums.ts";
import {
  type Bucket,
  insertChunks,
  type KeptHeaders,
  parseHeaders,
  type Version,
  type Versions,
} from "./versions.ts";

export interface MultipartUpload {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  readonly headers: KeptHeaders;
}

/** A part as the client names it when it completes the upload. */
export interface PartName {
  readonly number: number;
  readonly etag: string;
  /** By their headers. */
  readonly checksums: KeptHeaders;
}

/** What completes an upload. */
export interface Completion {
  readonly names: readonly PartName[];
  /** The request's headers, with checksums of the whole object among them. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Part extends PartName {
  readonly id: number;
  /** Bytes. */
  readonly size: number;
}

/** Least size of every part but the last. Source: docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html. */
const minPartBytes = 5 * 1024 * 1024;

const toPart = (row: Row): Part => ({
  id: integer(row, "id"),
  number: integer(row, "number"),
  size: integer(row, "size"),
  etag: text(row, "etag"),
  checksums: parseHeaders(text(row, "checksums")),
});

const prepare = (database: DatabaseSync) => ({
  create: database.prepare("INSERT INTO uploads VALUES (?, ?, ?, ?)"),
  find: database.prepare("SELECT * FROM uploads WHERE upload_id = ? AND bucket = ? AND key = ?"),
  drop: database.prepare("DELETE FROM uploads WHERE upload_id = ?"),
  dropPart: database.prepare("DELETE FROM parts WHERE upload_id = ? AND number = ?"),
  addPart: database.prepare(
    "INSERT INTO parts (upload_id, number, size, etag) VALUES (?, ?, ?, ?) RETURNING *",
  ),
  addChunk: database.prepare("INSERT INTO part_chunks VALUES (?, ?, ?)"),
  addChecksums: database.prepare("INSERT INTO part_checksums VALUES (?, ?)"),
  parts: database.prepare(
    `SELECT parts.*, coalesce(checksums, '{}') AS checksums FROM parts
     LEFT JOIN part_checksums ON part = id WHERE upload_id = ?`,
  ),
  chunks: database.prepare("SELECT data FROM part_chunks WHERE part = ? ORDER BY start"),
  moveChunks: database.prepare(
    "INSERT INTO chunks SELECT ?, start + ?, data FROM part_chunks WHERE part = ?",
  ),
});

/** Objects that arrive in parts. Parts are on the disk from the start; completing joins them to one version. */
export class Uploads {
  readonly #group: GroupCommit;
  readonly #versions: Versions;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, group: GroupCommit, versions: Versions) {
    this.#group = group;
    this.#versions = versions;
    this.#statements = prepare(database);
  }

  create(bucket: string, key: string, headers: KeptHeaders): string {
    const uploadId = randomBytes(24).toString("base64url");
    this.#group.write(() => this.#statements.create.run(uploadId, bucket, key, JSON.stringify(headers)));
    return uploadId;
  }

  /** Throws AwsError NoSuchUpload. */
  find(uploadId: string, bucket: string, key: string): MultipartUpload {
    const row = this.#statements.find.get(uploadId, bucket, key);
    if (!row) {
      throw new AwsError(
        "NoSuchUpload",
        "The upload does not exist; it may have been completed or aborted.",
        404,
      );
    }
    return { uploadId, bucket, key, headers: parseHeaders(text(row, "headers")) };
  }

  /** Returns the part's ETag. A part sent again replaces the one before. */
  addPart({ uploadId }: MultipartUpload, number: number, { body, checksums }: CheckedBody): string {
    const etag = md5Hex(body);
    this.#group.write(() => {
      this.#statements.dropPart.run(uploadId, number);
      const row = this.#statements.addPart.get(uploadId, number, body.length, etag);
      if (!row) throw new Error(`SQLite did not store part ${number}.`);
      const id = integer(row, "id");
      insertChunks(this.#statements.addChunk, id, body);
      this.#statements.addChecksums.run(id, JSON.stringify(checksums));
    });
    return etag;
  }

  /** Throws AwsError InvalidPart, InvalidPartOrder, EntityTooSmall or BadDigest. */
  complete(upload: MultipartUpload, completion: Completion, bucket: Bucket, modifiedMs: number): Version {
    const parts = this.#choose(upload, completion.names);
    const bodies = parts.map(
      ({ id }) =>
        () =>
          this.#read(id),
    );
    const headers = { ...upload.headers, ...verifyObjectChecksums(completion.headers, bodies) };
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    const etag = `${joinedMd5(parts)}-${parts.length}`;
    const { key } = upload;
    return this.#group.write(() => {
      const version = { bucket, key, isDeleteMarker: false, size, etag, modifiedMs, headers };
      const stored = this.#versions.insert(version, (number) => {
        let start = 0;
        for (const part of parts) {
          this.#statements.moveChunks.run(number, start, part.id);
          start += part.size;
        }
      });
      this.abort(upload);
      return stored;
    });
  }

  abort({ uploadId }: MultipartUpload): void {
    this.#group.write(() => this.#statements.drop.run(uploadId));
  }

  *#read(part: number): Iterable<Buffer> {
    for (const row of this.#statements.chunks.iterate(part)) yield bytes(row, "data");
  }

  #choose({ uploadId }: MultipartUpload, names: readonly PartName[]): Part[] {
    const known = new Map(
      this.#statements.parts.all(uploadId).map((row) => [integer(row, "number"), toPart(row)]),
    );
    if (names.some(({ number }, index) => number <= (names[index - 1]?.number ?? 0))) {
      throw new AwsError("InvalidPartOrder", "The parts must be listed in ascending order.");
    }
    return names.map(({ number, etag, checksums }, index) => {
      const part = known.get(number);
      if (part?.etag !== etag) {
        throw new AwsError("InvalidPart", `Part ${number} was not uploaded, or its ETag is not ${etag}.`);
      }
      const wrong = Object.entries(checksums).find(([name, sum]) => part.checksums[name] !== sum);
      if (wrong)
        throw new AwsError("InvalidPart", `Part ${number} was not uploaded with the ${wrong.join(" ")}.`);
      if (index < names.length - 1 && part.size < minPartBytes) {
        throw new AwsError("EntityTooSmall", `Part ${number} is smaller than ${minPartBytes} bytes.`);
      }
      return part;
    });
  }
}

/** S3's ETag of an object in parts is the MD5 of the parts' binary MD5s. */
const joinedMd5 = (parts: readonly Part[]): string => {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part.etag, "hex");
  return hash.digest("hex");
};
