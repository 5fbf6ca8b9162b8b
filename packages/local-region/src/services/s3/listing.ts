import type { DatabaseSync, StatementSync } from "node:sqlite";
import { integer, type Row, text } from "../../sqlite/rows.ts";
import { prefixEnd } from "./prefix-end.ts";

export interface ListRequest {
  readonly bucket: string;
  readonly prefix: string;
  /** Keys that contain this after the prefix are grouped under one common prefix; "": no grouping. */
  readonly delimiter: string;
  /** Only entries after this one, a key or common prefix; "": from the start. */
  readonly after: string;
  readonly maxEntries: number;
}

export interface ListedRow {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly modifiedMs: number;
}

export interface ListedVersion extends ListedRow {
  readonly number: number;
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
}

export interface Page {
  readonly objects: readonly ListedRow[];
  readonly commonPrefixes: readonly string[];
  /** Last entry of this page when there are more. */
  readonly next: string | undefined;
}

export interface VersionPage {
  readonly entries: readonly ListedVersion[];
  readonly isTruncated: boolean;
}

/** Sorts after every key: SQLite sorts a blob after any text. */
const beyondAllKeys = Buffer.of(0xff);

const toListed = (row: Row): ListedRow => ({
  key: text(row, "key"),
  size: integer(row, "size"),
  etag: text(row, "etag"),
  modifiedMs: integer(row, "modified_ms"),
});

const toListedVersion = (row: Row): ListedVersion => ({
  ...toListed(row),
  number: integer(row, "number"),
  versionId: text(row, "version_id"),
  isLatest: integer(row, "is_latest") === 1,
  isDeleteMarker: integer(row, "is_delete_marker") === 1,
});

const commonPrefix = (key: string, prefix: string, delimiter: string): string | undefined => {
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
};

/** The later of two keys in UTF-8 order, which is not JavaScript's. */
const later = (a: string, b: string): string => (Buffer.compare(Buffer.from(a), Buffer.from(b)) > 0 ? a : b);

/** Pages of a bucket in UTF-8 binary order. Each page reads an index from where the last page ended. */
export class Listing {
  readonly #objects: StatementSync;
  readonly #versions: StatementSync;

  constructor(database: DatabaseSync) {
    const range = "bucket = :bucket AND key >= :from AND key < :to";
    this.#objects = database.prepare(
      `SELECT key, size, etag, modified_ms FROM versions INDEXED BY listed
       WHERE ${range} AND is_latest = 1 AND is_delete_marker = 0 ORDER BY key`,
    );
    this.#versions = database.prepare(
      `SELECT number, key, version_id, is_latest, is_delete_marker, size, etag, modified_ms
       FROM versions INDEXED BY history
       WHERE ${range} AND (key > :after OR number < :before) ORDER BY key, number DESC LIMIT :limit`,
    );
  }

  objects(request: ListRequest): Page {
    const objects: ListedRow[] = [];
    const commonPrefixes: string[] = [];
    let last = "";
    for (const entry of this.#entries(request)) {
      if (objects.length + commonPrefixes.length === request.maxEntries) {
        return { objects, commonPrefixes, next: last };
      }
      if (typeof entry === "string") commonPrefixes.push(entry);
      else objects.push(entry);
      last = typeof entry === "string" ? entry : entry.key;
    }
    return { objects, commonPrefixes, next: undefined };
  }

  /** All versions and delete markers, newest first within a key; `before` continues within the key `after`. */
  versions(request: Omit<ListRequest, "delimiter">, before: number): VersionPage {
    const { bucket, prefix, after, maxEntries } = request;
    const range = { bucket, from: later(after, prefix), to: prefixEnd(prefix) ?? beyondAllKeys };
    const rows = this.#versions.all({ ...range, after, before, limit: maxEntries + 1 });
    return {
      entries: rows.slice(0, maxEntries).map(toListedVersion),
      isTruncated: rows.length > maxEntries,
    };
  }

  /** Objects, and common prefixes as strings. Jumps over the keys that a common prefix stands for. */
  *#entries({ bucket, prefix, delimiter, after }: ListRequest): Generator<ListedRow | string> {
    const to = prefixEnd(prefix) ?? beyondAllKeys;
    let from: string | undefined = later(after, prefix);
    while (from !== undefined) {
      const rows: Iterable<Row> = this.#objects.iterate({ bucket, from, to });
      from = undefined;
      for (const row of rows) {
        const key = text(row, "key");
        const common = commonPrefix(key, prefix, delimiter);
        if (common !== undefined) {
          if (!after.startsWith(common)) yield common;
          from = prefixEnd(common);
          break;
        }
        if (key !== after) yield toListed(row);
      }
    }
  }
}
