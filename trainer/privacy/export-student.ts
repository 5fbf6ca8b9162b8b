import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import type { StudentId } from "../../course/ids.ts";
import { isListedFor } from "../../course/test-list.ts";
import { memberOf, messageOf } from "../../course/unknown-value.ts";
import type { CourseBucket, ObjectVersion } from "../aws/bucket.ts";
import { TrainerError } from "../trainer-error.ts";
import { filePathOf } from "./file-name.ts";
import { listedVersions, ownPrefixes, parallelObjects, sharedKeys } from "./shared-objects.ts";
import { splitObject } from "./split.ts";

/** A file of an export, and the object that it is from. */
export interface ExportedFile {
  readonly file: string;
  readonly key: string;
}

/**
 * Writes everything that is stored about a student as files below `folder`: the student's own objects as they are, and
 * what the objects about many students say of this one as JSON. Last comes `index.json`, which names the object of each
 * file: an export without it was cut short. Only the person who runs it may read the files.
 *
 * @throws TrainerError when the folder holds something, or nothing is stored about the student.
 */
export const exportStudent = async (
  bucket: CourseBucket,
  studentId: StudentId,
  folder: string,
): Promise<ExportedFile[]> => {
  await refuseFullFolder(folder);
  const own = ownPrefixes(studentId);
  const files: ExportedFile[] = [];
  for await (const { key, content } of contents(bucket, studentId)) {
    const isOwn = own.some((prefix) => key.startsWith(prefix)) || isListedFor(studentId, key);
    const wanted = filePathOf(isOwn || key.endsWith(".json") ? key : `${key}.json`);
    const spare = `other/${createHash("sha256").update(key).digest("hex")}`;
    const file = (await isWritten(join(folder, wanted), content)) ? wanted : spare;
    if (file === spare) await write(join(folder, spare), content);
    files.push({ file, key });
  }
  if (files.length === 0)
    throw new TrainerError(`Nothing is stored about "${studentId}"; no file was written.`);
  await write(join(folder, "index.json"), JSON.stringify({ studentId, files }, null, 2));
  return files;
};

const refuseFullFolder = async (folder: string): Promise<void> => {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory() || (await readdir(folder)).length > 0) {
    throw new TrainerError(
      `${folder} is not an empty folder. Name one that is not there yet, with --out DIR.`,
    );
  }
};

interface Content {
  readonly key: string;
  readonly content: Uint8Array | string;
}

async function* contents(bucket: CourseBucket, studentId: StudentId): AsyncIterable<Content> {
  const own = mapBounded(currentVersions(bucket, studentId), parallelObjects, (version) =>
    read(bucket, version),
  );
  for await (const content of own) if (content) yield content;
  const shared = mapBounded(sharedKeys(bucket), parallelObjects, (key) => ownPart(bucket, key, studentId));
  for await (const content of shared) if (content) yield content;
}

async function* currentVersions(bucket: CourseBucket, studentId: StudentId): AsyncIterable<ObjectVersion> {
  for (const prefix of ownPrefixes(studentId)) {
    for await (const version of bucket.versions(prefix)) {
      if (version.isLatest && !version.isDeleteMarker) yield version;
    }
  }
  for (const version of await listedVersions(bucket, studentId)) {
    if (version.isLatest && !version.isDeleteMarker) yield version;
  }
}

const read = async (bucket: CourseBucket, version: ObjectVersion): Promise<Content | null> => {
  const content = await bucket.getVersion(version);
  return content && { key: version.key, content };
};

const ownPart = async (bucket: CourseBucket, key: string, studentId: StudentId): Promise<Content | null> => {
  const stored = await bucket.get(key);
  const { own } = stored ? await splitObject(key, stored.text, studentId) : { own: [] };
  return own.length === 0 ? null : { key, content: JSON.stringify(own, null, 2) };
};

/** Errors of a file system that has one name for two keys: they differ by case alone, or one is a folder in the other. */
const nameTaken: readonly unknown[] = ["EEXIST", "EISDIR", "ENOTDIR"];

/** false: another object has that file. Nothing is ever overwritten. */
const isWritten = async (path: string, content: Uint8Array | string): Promise<boolean> => {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, content, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (nameTaken.includes(memberOf(error, "code"))) return false;
    throw new TrainerError(`${path} can't be written: ${messageOf(error)}`);
  }
};

const write = async (path: string, content: Uint8Array | string): Promise<void> => {
  if (await isWritten(path, content)) return;
  throw new TrainerError(`${path} is there already. Something else writes to the folder; name another one.`);
};
