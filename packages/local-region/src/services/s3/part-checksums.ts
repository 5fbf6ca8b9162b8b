import { element, type XmlElement } from "../../http/xml.ts";
import { AwsError } from "../../ports.ts";
import { algorithms, badDigest, type ChecksumType, digestOf, onlyChecksums } from "./checksums.ts";
import type { KeptHeaders } from "./versions.ts";

/** Each part's body, read again each time. */
export type PartBodies = readonly (() => Iterable<Buffer>)[];

const headersByName = new Map([...algorithms].map(([header, { xmlName }]) => [xmlName, header]));

/** The checksums in a `<Part>`, by the headers that they come in elsewhere. Throws AwsError NotImplemented. */
export const checksumsInPart = (part: string): KeptHeaders =>
  Object.fromEntries(
    [...part.matchAll(/<Checksum(\w+)>(.*?)<\//gs)].map(([, name = "", value = ""]) => {
      const header = headersByName.get(name);
      if (header !== undefined) return [header, value.trim()];
      throw new AwsError("NotImplemented", `The region's S3 has no Checksum${name}.`, 501);
    }),
  );

/** An object's checksums as elements of an answer. */
export const checksumElements = (headers: KeptHeaders): XmlElement[] =>
  Object.entries(headers).flatMap(([header, value]) => {
    const name = algorithms.get(header)?.xmlName;
    return name === undefined ? [] : [element(`Checksum${name}`, value)];
  });

function* joined(parts: PartBodies): Iterable<Buffer> {
  for (const pieces of parts) yield* pieces();
}

const objectChecksum = (header: string, type: ChecksumType, parts: PartBodies): string => {
  const start = algorithms.get(header)?.start;
  if (!start) throw new Error(`${header} is no checksum.`);
  if (type === "FULL_OBJECT") return digestOf(start, joined(parts)).toString("base64");
  const ofParts = parts.map((pieces) => digestOf(start, pieces()));
  return `${digestOf(start, ofParts).toString("base64")}-${parts.length}`;
};

/**
 * The checksums to keep with an object in parts: those that came with its completion, of the given type or, without one,
 * of either type. A composite one may come without its number of parts. Throws AwsError BadDigest.
 */
export const verifyObjectChecksums = (
  headers: Readonly<Record<string, string>>,
  parts: PartBodies,
): KeptHeaders =>
  Object.fromEntries(
    Object.entries(onlyChecksums(headers)).map(([header, sent]) => {
      const type = headers["x-amz-checksum-type"];
      const types = algorithms.get(header)?.types.filter((t) => type === undefined || t === type) ?? [];
      for (const candidate of types) {
        const actual = objectChecksum(header, candidate, parts);
        if (sent === actual || `${sent}-${parts.length}` === actual) return [header, actual];
      }
      throw badDigest(header, sent);
    }),
  );
