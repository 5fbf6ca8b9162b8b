import { element, renderXml, type XmlElement } from "../../../http/xml.ts";
import { AwsError, type AwsResponse, account } from "../../../ports.ts";
import {
  type ObjectStorage,
  pageSize,
  quoted,
  type S3Call,
  type S3Operation,
  xmlHeaders,
  xmlNamespace,
} from "../call.ts";
import type { ListedRow, ListedVersion, Page } from "../listing.ts";

type Encode = (text: string) => string;

/** With `encoding-type=url`, keys are percent-encoded, because XML can't hold every character. */
const encoder = ({ query }: S3Call): Encode => {
  const type = query.get("encoding-type");
  if (type === null) return (text) => text;
  if (type === "url") return (text) => encodeURIComponent(text).replaceAll("%2F", "/");
  throw new AwsError("InvalidArgument", `encoding-type must be url, not "${type}".`);
};

const owner = element("Owner", element("ID", account));

const details = ({ size, etag, modifiedMs }: ListedRow): XmlElement[] => [
  element("LastModified", new Date(modifiedMs).toISOString()),
  element("ETag", quoted(etag)),
  element("Size", size),
  element("StorageClass", "STANDARD"),
];

/** The elements that all kinds of listings have. */
const commonParts = (call: S3Call, encode: Encode, isTruncated: boolean): (XmlElement | undefined)[] => {
  const delimiter = call.query.get("delimiter");
  return [
    element("Name", call.bucket),
    element("Prefix", encode(call.query.get("prefix") ?? "")),
    delimiter === null ? undefined : element("Delimiter", encode(delimiter)),
    element("MaxKeys", pageSize(call, "max-keys")),
    call.query.has("encoding-type") ? element("EncodingType", "url") : undefined,
    element("IsTruncated", isTruncated),
  ];
};

const answer = (name: string, ...children: readonly (XmlElement | undefined)[]): AwsResponse => ({
  status: 200,
  headers: xmlHeaders,
  body: renderXml(element(name, ...children), xmlNamespace),
});

const listPage = (call: S3Call, { versions, listing }: ObjectStorage, after: string): Page => {
  const bucket = versions.bucket(call.bucket).name;
  const maxEntries = pageSize(call, "max-keys");
  if (maxEntries === 0) return { objects: [], commonPrefixes: [], next: undefined };
  const prefix = call.query.get("prefix") ?? "";
  return listing.objects({ bucket, prefix, delimiter: call.query.get("delimiter") ?? "", after, maxEntries });
};

const pageElements = (page: Page, encode: Encode, withOwner: boolean): XmlElement[] => [
  ...page.objects.map((o) =>
    element("Contents", element("Key", encode(o.key)), ...details(o), withOwner ? owner : undefined),
  ),
  ...page.commonPrefixes.map((p) => element("CommonPrefixes", element("Prefix", encode(p)))),
];

const toToken = (last: string): string => Buffer.from(last).toString("base64url");

const fromToken = (token: string): string => {
  const last = Buffer.from(token, "base64url").toString();
  if (toToken(last) !== token) throw new AwsError("InvalidArgument", "The continuation token is incorrect.");
  return last;
};

export const listObjectsV2: S3Operation = (call, storage) => {
  const { query } = call;
  const token = query.get("continuation-token");
  const startAfter = query.get("start-after");
  const page = listPage(call, storage, token === null ? (startAfter ?? "") : fromToken(token));
  const encode = encoder(call);
  return answer(
    "ListBucketResult",
    ...commonParts(call, encode, page.next !== undefined),
    element("KeyCount", page.objects.length + page.commonPrefixes.length),
    startAfter === null ? undefined : element("StartAfter", encode(startAfter)),
    token === null ? undefined : element("ContinuationToken", token),
    page.next === undefined ? undefined : element("NextContinuationToken", toToken(page.next)),
    ...pageElements(page, encode, query.get("fetch-owner") === "true"),
  );
};

export const listObjects: S3Operation = (call, storage) => {
  const marker = call.query.get("marker") ?? "";
  const page = listPage(call, storage, marker);
  const encode = encoder(call);
  return answer(
    "ListBucketResult",
    ...commonParts(call, encode, page.next !== undefined),
    element("Marker", encode(marker)),
    page.next === undefined ? undefined : element("NextMarker", encode(page.next)),
    ...pageElements(page, encode, true),
  );
};

const versionElement = (version: ListedVersion, encode: Encode): XmlElement =>
  element(
    version.isDeleteMarker ? "DeleteMarker" : "Version",
    element("Key", encode(version.key)),
    element("VersionId", version.versionId),
    element("IsLatest", version.isLatest),
    ...(version.isDeleteMarker ? details(version).slice(0, 1) : details(version)),
    owner,
  );

/**
 * Where the next page starts: the version's id, which holds no dot, and its number, which finds the place also when that
 * version has been deleted meanwhile.
 */
const toVersionMarker = ({ versionId, number }: ListedVersion): string => `${versionId}.${number}`;

const markedNumber = (marker: string): number | undefined => {
  const [, number] = /^[^.]+\.(\d{1,15})$/.exec(marker) ?? [];
  return number === undefined ? undefined : Number(number);
};

/** Number of the version after which the page starts; 0: after all of the key's. Throws AwsError InvalidArgument. */
const versionMarker = (call: S3Call, { versions }: ObjectStorage, key: string): number => {
  const marker = call.query.get("version-id-marker");
  if (!marker) return 0;
  if (key === "") {
    throw new AwsError("InvalidArgument", "A version-id marker cannot be specified without a key marker.");
  }
  const number = markedNumber(marker) ?? versions.byId(call.bucket, key, marker)?.number;
  if (number === undefined) {
    throw new AwsError("InvalidArgument", `There is no version ${marker} to go on after.`);
  }
  return number;
};

export const listObjectVersions: S3Operation = (call, storage) => {
  const bucket = storage.versions.bucket(call.bucket).name;
  const after = call.query.get("key-marker") ?? "";
  const before = versionMarker(call, storage, after);
  const prefix = call.query.get("prefix") ?? "";
  const maxEntries = pageSize(call, "max-keys");
  const page = storage.listing.versions({ bucket, prefix, after, maxEntries }, before);
  const last = page.isTruncated ? page.entries.at(-1) : undefined;
  const encode = encoder(call);
  return answer(
    "ListVersionsResult",
    ...commonParts(call, encode, last !== undefined),
    element("KeyMarker", encode(after)),
    element("VersionIdMarker", call.query.get("version-id-marker") ?? ""),
    last && element("NextKeyMarker", encode(last.key)),
    last && element("NextVersionIdMarker", toVersionMarker(last)),
    ...page.entries.map((v) => versionElement(v, encode)),
  );
};
