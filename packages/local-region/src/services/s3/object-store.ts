import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { Clock } from "../../clock.ts";
import { element, renderXml } from "../../http/xml.ts";
import { AwsError, type AwsResponse, type AwsService, type ListedObject, type Objects } from "../../ports.ts";
import { GroupCommit } from "../../sqlite/group-commit.ts";
import type { BucketSettings } from "./bucket-settings.ts";
import { type ObjectStorage, type S3Call, toCall, xmlHeaders } from "./call.ts";
import { md5Hex } from "./checksums.ts";
import { openDatabase } from "./database.ts";
import { Listing } from "./listing.ts";
import { operationFor } from "./router.ts";
import { Uploads } from "./uploads.ts";
import { objectName, Versions } from "./versions.ts";

export interface ObjectStore {
  /** S3's API for its clients; path-style. */
  readonly service: AwsService;
  /** For callers inside the region. */
  readonly objects: Objects;
  /** Names of all buckets. */
  bucketNames(): string[];
  /** Does nothing when the bucket exists, except that it turns versions on if asked. */
  createBucket(name: string, options: { readonly versioned: boolean }): Promise<void>;
  /** Commits what is pending. */
  close(): void;
}

export interface ObjectStoreOptions {
  /** SQLite file, made when it isn't there. */
  readonly dataFile: string;
  /** Gives the time at which objects are modified. */
  readonly clock: Clock;
  /**
   * What S3 tells of each bucket, by its name.
   * @default - as of a bucket of which nothing is set
   */
  readonly settings?: ReadonlyMap<string, BucketSettings>;
}

/**
 * Opens the region's S3. It answers a write, and a read that could have seen it, only once the write is on the disk, so an
 * acknowledged object survives a kill of the process.
 */
export const openObjectStore = ({
  dataFile,
  clock,
  settings = new Map(),
}: ObjectStoreOptions): ObjectStore => {
  const database = openDatabase(dataFile);
  const group = new GroupCommit(database);
  const versions = new Versions(database, group);
  const uploads = new Uploads(database, group, versions);
  const storage: ObjectStorage = { versions, uploads, listing: new Listing(database), settings, clock };
  return {
    service: serviceOf(storage, group),
    objects: objectsOf(storage, group),
    bucketNames: () => versions.buckets().map(({ name }) => name),
    createBucket: async (name, { versioned }) => {
      versions.createBucket(name, versioned, clock.now());
      await group.committed();
    },
    close: () => {
      group.close();
      database.close();
    },
  };
};

const errorAnswer = (error: AwsError, bucket: string, key: string): AwsResponse => {
  const requestId = randomUUID();
  const root = element(
    "Error",
    element("Code", error.code),
    element("Message", error.message),
    bucket === "" ? undefined : element("BucketName", bucket),
    key === "" ? undefined : element("Key", key),
    element("Resource", `/${bucket}${key === "" ? "" : `/${key}`}`),
    element("RequestId", requestId),
  );
  const headers = { ...xmlHeaders, "x-amz-request-id": requestId };
  return { status: error.status, headers, body: renderXml(root) };
};

/** Which objects a call that changes nothing has read; undefined: any object, or the call may have changed one. */
const readBy = ({ method, bucket, key, query }: S3Call): ((name: string) => boolean) | undefined => {
  if (method !== "GET" && method !== "HEAD") return undefined;
  const name = objectName(bucket, key);
  if (key !== "") return (written) => written === name;
  const prefix = objectName(bucket, query.get("prefix") ?? "");
  return (written) => written.startsWith(prefix);
};

const serviceOf =
  (storage: ObjectStorage, group: GroupCommit): AwsService =>
  async (request) => {
    const call = toCall(request);
    let answer: AwsResponse;
    try {
      answer = operationFor(call)(call, storage);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answer = errorAnswer(error, call.bucket, call.key);
    }
    await group.committed(readBy(call));
    return isRefusal(answer) ? answer : dated(answer, storage.clock);
  };

const isRefusal = ({ status }: AwsResponse): boolean => status >= 300;

/**
 * With the region's time, by which callers compare deadlines. A refusal has the machine's, like answers of the other services: when the two are
 * minutes apart, the SDK takes the refusal for one of the caller's clock, and asks twice more for each object that is not there.
 */
const dated = (answer: AwsResponse, clock: Clock): AwsResponse => ({
  ...answer,
  headers: { ...answer.headers, date: new Date(clock.now()).toUTCString() },
});

/** Rows read from the database at a time by `list`. */
const pageEntries = 1000;

const objectsOf = ({ versions, listing, clock }: ObjectStorage, group: GroupCommit): Objects => ({
  get: async (bucketName, key) => {
    const version = versions.newest(versions.bucket(bucketName).name, key);
    await group.committed((written) => written === objectName(bucketName, key));
    if (!version || version.isDeleteMarker) {
      throw new AwsError("NoSuchKey", `The key "${key}" does not exist in the bucket "${bucketName}".`, 404);
    }
    return Readable.from(versions.read(version), { objectMode: false });
  },
  put: async (bucketName, key, content) => {
    const bucket = versions.bucket(bucketName);
    const body = typeof content === "string" ? Buffer.from(content) : content;
    const headers = { "content-type": "application/octet-stream" };
    const etag = md5Hex(body);
    const modifiedMs = clock.now();
    versions.put({ bucket, key, isDeleteMarker: false, size: body.length, etag, modifiedMs, headers }, body);
    await group.committed();
  },
  list: async function* (bucketName, prefix): AsyncGenerator<ListedObject> {
    const bucket = versions.bucket(bucketName).name;
    let after: string | undefined = "";
    while (after !== undefined) {
      const page = listing.objects({ bucket, prefix, delimiter: "", after, maxEntries: pageEntries });
      await group.committed((written) => written.startsWith(objectName(bucket, prefix)));
      for (const { modifiedMs, ...object } of page.objects) {
        yield { ...object, lastModified: new Date(modifiedMs) };
      }
      after = page.next;
    }
  },
});
