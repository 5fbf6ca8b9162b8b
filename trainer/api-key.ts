import { createHash, randomBytes } from "node:crypto";
import { updateJson } from "../adapters/storage/json-store.ts";
import type { ObjectStore } from "../adapters/storage/object-store.ts";
import { type StudentId, toInstant } from "../course/ids.ts";
import { keys } from "../course/storage/storage-keys.ts";
import { type Profile, profileSchema } from "../course/student.ts";
import { TrainerError } from "./trainer-error.ts";

/** 256 bits: far more than can be guessed, so that a plain hash of it may be stored. */
const secretBytes = 32;

/** A new key that nobody has been given yet, and what is stored about it. */
export interface NewKey {
  /** `<studentId>.<secret>`, stored nowhere. */
  readonly key: string;
  readonly sha256: string;
}

export const drawKey = (studentId: StudentId): NewKey => {
  const secret = randomBytes(secretBytes).toString("base64url");
  return { key: `${studentId}.${secret}`, sha256: createHash("sha256").update(secret).digest("hex") };
};

/** Which key the new one replaces: any, or only the one with this hash; null: only where there is none. */
export type Replaces = "any" | Profile["apiKey"];

/**
 * Stores a key's hash with its student: the key works from now on.
 *
 * @returns what was there before; "kept": the student has another key than the one to be replaced, and keeps it.
 */
export const storeKey = async (
  store: ObjectStore,
  studentId: StudentId,
  { sha256 }: NewKey,
  replaces: Replaces,
): Promise<Profile["apiKey"] | "kept"> => {
  let before: Profile["apiKey"] | "kept" = null;
  await updateJson(store, keys.profile(studentId), profileSchema, (current) => {
    const profile = listed(studentId, current);
    const isMeant = replaces === "any" || replaces?.sha256 === profile.apiKey?.sha256;
    before = isMeant ? profile.apiKey : "kept";
    return before === "kept" ? null : { ...profile, apiKey: { sha256, madeAt: toInstant(new Date()) } };
  });
  return before;
};

/** Puts back what was there before a key, unless somebody has made another one since. */
export const takeBackKey = (
  store: ObjectStore,
  studentId: StudentId,
  { sha256 }: Pick<NewKey, "sha256">,
  before: Profile["apiKey"],
): Promise<void> =>
  updateJson(store, keys.profile(studentId), profileSchema, (current) =>
    current?.apiKey?.sha256 === sha256 ? { ...current, apiKey: before } : null,
  );

/** Makes a student's key. null: the student has one and keeps it, as `rotate` was not asked for. */
export const makeKey = async (
  store: ObjectStore,
  studentId: StudentId,
  { rotate }: { readonly rotate: boolean },
): Promise<string | null> => {
  const drawn = drawKey(studentId);
  const before = await storeKey(store, studentId, drawn, rotate ? "any" : null);
  return before === "kept" ? null : drawn.key;
};

/** Deletes a student's key, also when the student is off the list. Returns false when there was none. */
export const revokeKey = async (store: ObjectStore, studentId: StudentId): Promise<boolean> => {
  let hadKey = false;
  await updateJson(store, keys.profile(studentId), profileSchema, (current) => {
    if (current === null) throw unknownStudent(studentId);
    hadKey = current.apiKey !== null;
    return hadKey ? { ...current, apiKey: null } : null;
  });
  return hadKey;
};

const listed = (studentId: StudentId, profile: Profile | null): Profile => {
  if (profile === null) throw unknownStudent(studentId);
  if (profile.onList) return profile;
  throw new TrainerError(
    `Student "${studentId}" was removed from the list. Publish a list with the student first.`,
  );
};

const unknownStudent = (studentId: StudentId): TrainerError =>
  new TrainerError(`There is no student "${studentId}". Publish a list with the student first.`);
