import { randomBytes } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import * as z from "zod";
import { AwsError } from "../../ports.ts";
import type { GroupCommit } from "../../sqlite/group-commit.ts";
import { bytes, integer, type Row, text } from "../../sqlite/rows.ts";

export interface Bucket {
  readonly name: string;
  readonly isVersioned: boolean;
  readonly createdMs: number;
}

/** Headers to keep with an object: content type and the like, metadata, checksums. Names in lower case. */
export type KeptHeaders = Readonly<Record<string, string>>;

/** A version as a request names it. */
export interface WantedVersion {
  readonly bucket: string;
  readonly key: string;
  /** null: the newest. */
  readonly versionId: string | null;
}

/** One version of an object, or a delete marker. */
export interface Version {
  readonly number: number;
  readonly bucket: string;
  readonly key: string;
  /** The word `null`, as in S3, in a bucket without versions. */
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
  /** Bytes. */
  readonly size: number;
  /** Without its quotes. */
  readonly etag: string;
  readonly modifiedMs: number;
  readonly headers: KeptHeaders;
}

export interface NewVersion {
  readonly bucket: Bucket;
  readonly key: string;
  readonly isDeleteMarker: boolean;
  readonly size: number;
  readonly etag: string;
  readonly modifiedMs: number;
  readonly headers: KeptHeaders;
}

/** The name of a changed object, for readers that wait for its commit; a bucket's name holds no slash. */
export const objectName = (bucket: string, key: string): string => `${bucket}/${key}`;

const chunkBytes = 1024 * 1024;

const headersSchema = z.record(z.string(), z.string());

export const parseHeaders = (json: string): KeptHeaders => headersSchema.parse(JSON.parse(json));

/** Splits a body in rows of `insert` (owner, start, data). */
export const insertChunks = (insert: StatementSync, owner: number, body: Buffer): void => {
  for (let start = 0; start < body.length; start += chunkBytes) {
    insert.run(owner, start, body.subarray(start, start + chunkBytes));
  }
};

const toBucket = (row: Row): Bucket => ({
  name: text(row, "name"),
  isVersioned: integer(row, "versioned") === 1,
  createdMs: integer(row, "created_ms"),
});

const toVersion = (row: Row): Version => ({
  number: integer(row, "number"),
  bucket: text(row, "bucket"),
  key: text(row, "key"),
  versionId: text(row, "version_id"),
  isLatest: integer(row, "is_latest") === 1,
  isDeleteMarker: integer(row, "is_delete_marker") === 1,
  size: integer(row, "size"),
  etag: text(row, "etag"),
  modifiedMs: integer(row, "modified_ms"),
  headers: parseHeaders(text(row, "headers")),
});

const prepare = (database: DatabaseSync) => ({
  createBucket: database.prepare(
    "INSERT INTO buckets VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET versioned = max(versioned, excluded.versioned)",
  ),
  bucket: database.prepare("SELECT * FROM buckets WHERE name = ?"),
  buckets: database.prepare("SELECT * FROM buckets ORDER BY name"),
  newest: database.prepare(
    "SELECT * FROM versions WHERE bucket = ? AND key = ? ORDER BY number DESC LIMIT 1",
  ),
  byId: database.prepare("SELECT * FROM versions WHERE bucket = ? AND key = ? AND version_id = ?"),
  drop: database.prepare("DELETE FROM versions WHERE bucket = ? AND key = ? AND number < ?"),
  retire: database.prepare(
    "UPDATE versions SET is_latest = 0 WHERE bucket = ? AND key = ? AND is_latest = 1",
  ),
  insert: database.prepare(
    `INSERT INTO versions
       (bucket, key, version_id, is_latest, is_delete_marker, size, etag, modified_ms, headers)
     VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?) RETURNING *`,
  ),
  remove: database.prepare("DELETE FROM versions WHERE number = ?"),
  promote: database.prepare("UPDATE versions SET is_latest = 1 WHERE number = ?"),
  insertChunk: database.prepare("INSERT INTO chunks VALUES (?, ?, ?)"),
  copyChunks: database.prepare("INSERT INTO chunks SELECT ?, start, data FROM chunks WHERE version = ?"),
  chunkAt: database.prepare(
    "SELECT start, data FROM chunks WHERE version = ? AND start <= ? ORDER BY start DESC LIMIT 1",
  ),
});

/** Buckets and the versions of their objects. Every change is atomic, and on the disk once its group is committed. */
export class Versions {
  readonly #group: GroupCommit;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, group: GroupCommit) {
    this.#group = group;
    this.#statements = prepare(database);
  }

  /** Does nothing when it exists. Once on, versions can't be turned off, as on S3. */
  createBucket(name: string, isVersioned: boolean, nowMs: number): void {
    this.#group.write(() => this.#statements.createBucket.run(name, isVersioned ? 1 : 0, nowMs));
  }

  /** Throws AwsError NoSuchBucket. */
  bucket(name: string): Bucket {
    const row = this.#statements.bucket.get(name);
    if (!row) throw new AwsError("NoSuchBucket", `The bucket "${name}" does not exist.`, 404);
    return toBucket(row);
  }

  buckets(): Bucket[] {
    return this.#statements.buckets.all().map(toBucket);
  }

  /** The newest version, which may be a delete marker. */
  newest(bucket: string, key: string): Version | undefined {
    const row = this.#statements.newest.get(bucket, key);
    return row && toVersion(row);
  }

  byId(bucket: string, key: string, versionId: string): Version | undefined {
    const row = this.#statements.byId.get(bucket, key, versionId);
    return row && toVersion(row);
  }

  put(version: NewVersion, body: Buffer): Version {
    return this.insert(version, (number) => insertChunks(this.#statements.insertChunk, number, body));
  }

  copy(source: Version, version: NewVersion): Version {
    return this.insert(version, (number) => this.#statements.copyChunks.run(number, source.number));
  }

  /** A new newest version, whose body `fill` stores under the version's number. */
  insert(version: NewVersion, fill: (number: number) => void): Version {
    const { bucket, key, isDeleteMarker, size, etag, modifiedMs, headers } = version;
    return this.#group.write(
      () => {
        const versionId = bucket.isVersioned ? randomBytes(24).toString("base64url") : "null";
        this.#statements.retire.run(bucket.name, key);
        const json = JSON.stringify(headers);
        const marker = isDeleteMarker ? 1 : 0;
        const row = this.#statements.insert.get(
          bucket.name,
          key,
          versionId,
          marker,
          size,
          etag,
          modifiedMs,
          json,
        );
        if (!row) throw new Error(`SQLite did not store ${bucket.name}/${key}.`);
        const stored = toVersion(row);
        fill(stored.number);
        // Not earlier: the body may be copied from the version that is replaced.
        if (!bucket.isVersioned) this.#statements.drop.run(bucket.name, key, stored.number);
        return stored;
      },
      objectName(bucket.name, key),
    );
  }

  /** Removes it for good. The next older version, if there is one, becomes the newest. */
  remove(version: Version): void {
    this.#group.write(
      () => {
        this.#statements.remove.run(version.number);
        const next = version.isLatest ? this.newest(version.bucket, version.key) : undefined;
        if (next) this.#statements.promote.run(next.number);
      },
      objectName(version.bucket, version.key),
    );
  }

  /** The bytes from `start` to just before `end`, piece by piece. */
  *read(version: Version, start = 0, end = version.size): Generator<Buffer> {
    for (let at = start; at < end; ) {
      const row = this.#statements.chunkAt.get(version.number, at);
      if (!row) throw new AwsError("NoSuchVersion", `${version.key} was overwritten while it was read.`, 404);
      const chunkStart = integer(row, "start");
      const piece = bytes(row, "data").subarray(at - chunkStart, end - chunkStart);
      if (piece.length === 0) throw new Error(`The body of ${version.key} ends at ${at}, not at ${end}.`);
      yield piece;
      at += piece.length;
    }
  }
}
