import type { DatabaseSync } from "node:sqlite";
import { openDurable } from "../../../sqlite/durable-database.ts";

/**
 * `events` is the journal: one row for each event, in the order of its execution. `notes` holds times and lists that the
 * history does not show, but that must be the same after a kill. A Map run's children are executions with the run's id.
 */
const tables = `
  CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE definitions (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TABLE machines (
    arn TEXT PRIMARY KEY, name TEXT NOT NULL, definition_id INTEGER NOT NULL REFERENCES definitions(id),
    role_arn TEXT NOT NULL, revision_id TEXT NOT NULL, logging TEXT NOT NULL, tracing TEXT NOT NULL, tags TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE executions (
    id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, name TEXT NOT NULL, machine_arn TEXT NOT NULL,
    definition_id INTEGER NOT NULL REFERENCES definitions(id), role_arn TEXT NOT NULL, status TEXT NOT NULL,
    input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT, started_at INTEGER NOT NULL, stopped_at INTEGER,
    map_run_id INTEGER, item_index INTEGER, item_count INTEGER
  ) STRICT;
  CREATE INDEX executions_by_machine ON executions (machine_arn, id);
  CREATE INDEX executions_by_map_run ON executions (map_run_id, item_index) WHERE map_run_id IS NOT NULL;
  CREATE INDEX executions_running ON executions (id) WHERE status = 'RUNNING';
  CREATE TABLE events (
    execution_id INTEGER NOT NULL, id INTEGER NOT NULL, previous_id INTEGER NOT NULL, at INTEGER NOT NULL,
    type TEXT NOT NULL, details TEXT NOT NULL, path TEXT NOT NULL, decision TEXT,
    PRIMARY KEY (execution_id, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE notes (
    execution_id INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (execution_id, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE map_runs (
    id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, execution_id INTEGER NOT NULL, state_name TEXT NOT NULL,
    child_machine_arn TEXT NOT NULL, status TEXT NOT NULL, started_at INTEGER NOT NULL, stopped_at INTEGER,
    max_concurrency INTEGER NOT NULL, tolerated_count INTEGER, tolerated_percentage REAL,
    total_executions INTEGER, total_items INTEGER, results_written INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX map_runs_by_execution ON map_runs (execution_id, id);
`;

/**
 * What each version adds to the one before it; the first makes the file. Opening a file brings it to the last version.
 */
const versions: readonly string[] = [
  tables,
  `
  ALTER TABLE executions ADD COLUMN redrive_count INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE executions ADD COLUMN redriven_at INTEGER;
  ALTER TABLE executions ADD COLUMN map_redrive INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE map_runs ADD COLUMN redrive_count INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE map_runs ADD COLUMN redriven_at INTEGER;
  `,
  // An id is never given twice, not even that of a removed execution: a task token may name it.
  `
  CREATE TABLE highest_ids (kind TEXT PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX executions_ended ON executions (stopped_at) WHERE map_run_id IS NULL AND stopped_at IS NOT NULL;
  `,
  // `last_version`: a number is never given twice. `routing`: JSON, version ARNs with their weights.
  `
  ALTER TABLE machines ADD COLUMN last_version INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE executions ADD COLUMN version_arn TEXT;
  ALTER TABLE executions ADD COLUMN alias_arn TEXT;
  CREATE TABLE machine_versions (
    arn TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, number INTEGER NOT NULL,
    definition_id INTEGER NOT NULL REFERENCES definitions(id), role_arn TEXT NOT NULL, revision_id TEXT NOT NULL,
    logging TEXT NOT NULL, tracing TEXT NOT NULL, description TEXT NOT NULL, created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE machine_aliases (
    arn TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL,
    routing TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
  ) STRICT;
  `,
];

const upgrade = (database: DatabaseSync): void => {
  const found = Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
  const newest = versions.length;
  if (found > newest) {
    throw new Error(
      `it has version ${found}, and this program writes version ${newest}: use the program that wrote it`,
    );
  }
  if (found < newest) {
    database.exec(`BEGIN; ${versions.slice(found).join("")} PRAGMA user_version = ${newest}; COMMIT;`);
  }
};

/**
 * Opens the journal's file with the tables of the newest version. Makes the file if there is none.
 * Throws when the file was written by a newer version.
 */
export const openDatabase = (file: string): DatabaseSync => openDurable(file, upgrade);
