import {
  type DeleteMarkerEntry,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { StoredText } from "../../adapters/storage/object-store.ts";
import { S3ObjectStore } from "../../adapters/storage/s3-object-store.ts";
import { type Instant, toInstant } from "../../course/ids.ts";
import type { PublishStore } from "../publish/upload.ts";
import { TrainerError } from "../trainer-error.ts";
import { answeredAtMs, bucketTime } from "./bucket-clock.ts";

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
}

/** An object's text, and how long ago it was written. */
export interface AgedText extends StoredText {
  readonly ageMs: number;
  /** When it was read, by S3's clock; in milliseconds since 1970. */
  readonly readAtMs: number;
}

/** The course's bucket as the trainer uses it. */
export class CourseBucket extends S3ObjectStore implements PublishStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    super(client, bucket);
    this.#client = client;
    this.#bucket = bucket;
  }

  async modifiedAt(key: string): Promise<Instant> {
    const head = await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }));
    if (!head.LastModified) throw new TypeError(`S3 did not say when ${key} was written.`);
    return toInstant(head.LastModified);
  }

  /** Identifies what an object holds, without reading it; null: there is none. */
  async etagOf(key: string): Promise<string | null> {
    const head = await orNull(this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key })));
    return head?.ETag ?? null;
  }

  /** The keys below a prefix, each with what identifies its content. */
  async etagsUnder(prefix: string): Promise<[key: string, etag: string][]> {
    const etags: [string, string][] = [];
    const under = { Bucket: this.#bucket, Prefix: prefix };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, under)) {
      for (const { Key = "", ETag = "" } of Contents) etags.push([Key, ETag]);
    }
    return etags;
  }

  now(): Promise<Instant> {
    return bucketTime(this.#client, this.#bucket);
  }

  /** As `get`, with its age by S3's own clock (to the second): this machine's may be wrong. */
  async getAged(key: string): Promise<AgedText | null> {
    const command = new GetObjectCommand({ Bucket: this.#bucket, Key: key });
    let nowMs = Number.NaN;
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        nowMs = answeredAtMs(result.response);
        return result;
      },
      { step: "deserialize", priority: "low" },
    );
    const object = await orNull(this.#client.send(command));
    if (!object?.Body || !object.LastModified) return null;
    const ageMs = nowMs - object.LastModified.getTime();
    return { text: await object.Body.transformToString(), etag: object.ETag ?? "", ageMs, readAtMs: nowMs };
  }

  /** Names of the folders right under `prefix`, in order. */
  async folders(prefix: string): Promise<string[]> {
    const folders: string[] = [];
    const under = { Bucket: this.#bucket, Prefix: prefix, Delimiter: "/" };
    for await (const { CommonPrefixes = [] } of paginateListObjectsV2({ client: this.#client }, under)) {
      for (const { Prefix = "" } of CommonPrefixes) folders.push(Prefix.slice(prefix.length, -1));
    }
    return folders;
  }

  /** All versions and delete markers whose keys begin with `prefix`, page after page. Nothing may be deleted meanwhile. */
  async *versions(prefix: string): AsyncIterable<ObjectVersion> {
    let page: ListObjectVersionsCommandOutput | undefined;
    do {
      page = await this.#versionsPage(prefix, page);
      yield* versionsOf(page);
    } while (page.IsTruncated);
  }

  /** The bytes of one version; null: it is not there any more. */
  async getVersion({ key, versionId }: ObjectVersion): Promise<Uint8Array | null> {
    const command = new GetObjectCommand({ Bucket: this.#bucket, Key: key, VersionId: versionId });
    const object = await orNull(this.#client.send(command));
    return object?.Body ? object.Body.transformToByteArray() : null;
  }

  /** Deletes every version and delete marker under `prefix` for good. Calls `onRemoved` after each batch. */
  async removeAll(prefix: string, onRemoved: (versions: readonly ObjectVersion[]) => void): Promise<void> {
    // Lists from the start each time, as CDK does: S3 does not promise that a listing can go on after a deleted version.
    for (;;) {
      const versions = versionsOf(await this.#versionsPage(prefix, undefined));
      if (versions.length === 0) return;
      await this.removeVersions(versions);
      onRemoved(versions);
    }
  }

  /** Deletes versions for good. @throws TrainerError naming the first that S3 refused to delete. */
  async removeVersions(versions: readonly ObjectVersion[]): Promise<void> {
    for (let start = 0; start < versions.length; start += mostDeletedAtOnce) {
      const Objects = versions
        .slice(start, start + mostDeletedAtOnce)
        .map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
      const { Errors = [] } = await this.#client.send(
        new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects, Quiet: true } }),
      );
      const [first] = Errors;
      if (first) {
        throw new TrainerError(
          `S3 refused to delete ${Errors.length} of ${Objects.length} versions, ${first.Key} among them: ${first.Message ?? first.Code}`,
        );
      }
    }
  }

  #versionsPage(prefix: string, previous: ListObjectVersionsCommandOutput | undefined) {
    return this.#client.send(
      new ListObjectVersionsCommand({
        Bucket: this.#bucket,
        Prefix: prefix,
        // Keys may hold characters that XML can't.
        EncodingType: "url",
        KeyMarker: previous?.NextKeyMarker && decodeKey(previous.NextKeyMarker),
        VersionIdMarker: previous?.NextVersionIdMarker,
      }),
    );
  }
}

/** Source: docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html. */
const mostDeletedAtOnce = 1_000;

/** Decodes what `EncodingType: url` encoded; a space may come as a plus sign. */
const decodeKey = (encoded: string): string => decodeURIComponent(encoded.replaceAll("+", " "));

const versionsOf = ({ Versions, DeleteMarkers }: ListObjectVersionsCommandOutput): ObjectVersion[] => [
  ...(Versions ?? []).map((version) => toVersion(version, false)),
  ...(DeleteMarkers ?? []).map((marker) => toVersion(marker, true)),
];

const toVersion = (
  { Key = "", VersionId = "", IsLatest = false }: DeleteMarkerEntry,
  isDeleteMarker: boolean,
): ObjectVersion => ({ key: decodeKey(Key), versionId: VersionId, isLatest: IsLatest, isDeleteMarker });

/** null: there is no such object, or version. */
const orNull = async <T>(answer: Promise<T>): Promise<T | null> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
    throw error;
  }
};
