import type { DatabaseSync } from "node:sqlite";
import { openDurable } from "../../sqlite/durable-database.ts";

/**
 * Keys are compared byte by byte (SQLite's BINARY collation over UTF-8), which is the order that S3 lists in.
 * Bodies are in another table than the rows that listings read, in chunks with their offsets, so that a range or a stream
 * never loads a whole object.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS buckets (
    name TEXT PRIMARY KEY,
    versioned INTEGER NOT NULL,
    created_ms INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS versions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    bucket TEXT NOT NULL REFERENCES buckets (name),
    key TEXT NOT NULL,
    version_id TEXT NOT NULL,
    is_latest INTEGER NOT NULL,
    is_delete_marker INTEGER NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified_ms INTEGER NOT NULL,
    headers TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS history ON versions (bucket, key, number DESC);
  CREATE INDEX IF NOT EXISTS listed ON versions (bucket, key) WHERE is_latest = 1 AND is_delete_marker = 0;

  CREATE TABLE IF NOT EXISTS chunks (
    version INTEGER NOT NULL REFERENCES versions (number) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (version, start)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS uploads (
    upload_id TEXT PRIMARY KEY,
    bucket TEXT NOT NULL REFERENCES buckets (name),
    key TEXT NOT NULL,
    headers TEXT NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS parts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    upload_id TEXT NOT NULL REFERENCES uploads (upload_id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    UNIQUE (upload_id, number)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS part_checksums (
    part INTEGER PRIMARY KEY REFERENCES parts (id) ON DELETE CASCADE,
    checksums TEXT NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS part_chunks (
    part INTEGER NOT NULL REFERENCES parts (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (part, start)
  ) STRICT;
`;

export const openDatabase = (dataFile: string): DatabaseSync => openDurable(dataFile, schema);
