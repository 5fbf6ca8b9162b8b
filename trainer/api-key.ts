import { createHash, randomBytes } from "node:crypto";
import { type StudentId, toInstant } from "../course/ids.ts";
import { keys } from "../course/storage-keys.ts";
import { type Profile, profileSchema } from "../course/student.ts";
import { updateJson } from "../tasks/runtime/json-store.ts";
import type { ObjectStore } from "../tasks/runtime/object-store.ts";
import { TrainerError } from "./trainer-error.ts";

/** 256 bits: far more than can be guessed, so that a plain hash of it may be stored. */
const secretBytes = 32;

/**
 * Makes a student's API key, `<studentId>.<secret>`, and stores its hash. null: the student has one and keeps it, as
 * `rotate` was not asked for. The key itself is stored nowhere.
 */
export const makeKey = async (
  store: ObjectStore,
  studentId: StudentId,
  { rotate }: { readonly rotate: boolean },
): Promise<string | null> => {
  const secret = randomBytes(secretBytes).toString("base64url");
  const sha256 = createHash("sha256").update(secret).digest("hex");
  let isMade = false;
  await updateJson(store, keys.profile(studentId), profileSchema, (current) => {
    const profile = listed(studentId, current);
    isMade = rotate || profile.apiKey === null;
    return isMade ? { ...profile, apiKey: { sha256, madeAt: toInstant(new Date()) } } : null;
  });
  return isMade ? `${studentId}.${secret}` : null;
};

/** Takes a student's key away; also of one who is off the list. false: there was none. */
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
