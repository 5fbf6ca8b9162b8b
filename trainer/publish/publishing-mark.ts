import { randomUUID } from "node:crypto";
import * as z from "zod";
import { findVersioned } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { TrainerError } from "../trainer-error.ts";

/**
 * `course/publishing.json`: the last publishing that wrote profiles, and whether it has written the roster. Profiles are
 * written before the roster and are not compared with it, so until then any of them may differ. The mark of a finished
 * publishing is kept instead of deleted: a write can have a condition, and no two marks are alike.
 */
const markSchema = z.object({ publishing: z.uuid(), isDone: z.boolean() });

/** null: nothing was published since marks were introduced. */
export interface PublishingMark {
  readonly isDone: boolean;
  readonly etag: string;
}

/** @throws CorruptError */
export const readPublishingMark = async (store: ObjectStore): Promise<PublishingMark | null> => {
  const found = await findVersioned(store, keys.publishing, markSchema);
  return found && { isDone: found.value.isDone, etag: found.etag };
};

/**
 * Does `work`, which writes profiles and then the roster, under a mark that says so. The mark stays when the work is cut
 * short or fails, and when somebody else published meanwhile: the next publishing then looks at every profile.
 *
 * @param before the mark as it was when what is published was read.
 * @throws TrainerError when somebody else published since then.
 */
export const marked = async (
  store: ObjectStore,
  before: PublishingMark | null,
  work: () => Promise<void>,
): Promise<void> => {
  const publishing = randomUUID();
  const unfinished = JSON.stringify({ publishing, isDone: false });
  const isBegun = before
    ? await store.replace(keys.publishing, unfinished, before.etag)
    : await store.create(keys.publishing, unfinished);
  if (!isBegun) throw publishedMeanwhile(keys.publishing);
  try {
    await work();
    await end(store, publishing);
  } catch (error) {
    // Another publishing may have finished meanwhile, with its own mark. If this write fails, the others mostly failed too.
    await store.put(keys.publishing, unfinished).catch(() => undefined);
    throw error;
  }
};

const end = async (store: ObjectStore, publishing: string): Promise<void> => {
  const found = await findVersioned(store, keys.publishing, markSchema);
  const done = JSON.stringify({ publishing, isDone: true });
  const isOwn = found !== null && found.value.publishing === publishing;
  if (isOwn && (await store.replace(keys.publishing, done, found.etag))) return;
  throw publishedMeanwhile(keys.publishing);
};

export const publishedMeanwhile = (key: string): TrainerError =>
  new TrainerError(`Somebody else published at the same time (${key} has changed). Run the command again.`);
