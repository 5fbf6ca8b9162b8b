import type { Readable } from "node:stream";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { quote } from "../../course/problems.ts";
import { messageOf } from "../../course/unknown-value.ts";

/** Far above what a package of questions or a workbook holds; a machine unpacks as much in seconds. */
export const mostPackageFiles = 2_000;

const limits = {
  unpackedBytes: 100 * 1024 * 1024,
  ratio: 100,
  ratioFrom: 1024 * 1024,
} as const;

/** A package that is not unpacked; the message is the rest of a sentence that begins with its name. */
export class PackageFault extends Error {
  override readonly name = "PackageFault";
}

/** The files of a ZIP package by their names, in its order. Nothing of it touches the disk. */
export type Package = ReadonlyMap<string, Buffer>;

export const isPackage = (bytes: Buffer): boolean =>
  ["PK\x03\x04", "PK\x05\x06"].includes(bytes.toString("latin1", 0, 4));

/**
 * Unpacks a ZIP package into memory.
 *
 * @throws PackageFault for a package that is broken, larger than the limits, or holds what only an attack needs: names
 * that lead out of it, links, names equal but for case.
 */
export const readPackage = async (bytes: Buffer): Promise<Package> => {
  try {
    return await unpack(await fromBufferPromise(bytes, { strictFileNames: true }));
  } catch (error) {
    if (error instanceof PackageFault) throw error;
    throw new PackageFault(`is no ZIP package that can be read: ${messageOf(error)}`);
  }
};

const unpack = async (zip: ZipFile): Promise<Package> => {
  const files = new Map<string, Buffer>();
  const names = new Map<string, string>();
  if (zip.entryCount > mostPackageFiles) {
    throw new PackageFault(`holds ${zip.entryCount} files; ${mostPackageFiles} are read at most`);
  }
  let unpackedBytes = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith("/")) continue;
    const fault = faultOf(entry, names);
    if (fault !== undefined) throw new PackageFault(fault);
    unpackedBytes += entry.uncompressedSize;
    if (unpackedBytes > limits.unpackedBytes) {
      throw new PackageFault(`unpacks to more than ${limits.unpackedBytes / 1024 / 1024} MiB`);
    }
    files.set(entry.fileName, await contentOf(zip, entry));
  }
  return files;
};

const symbolicLink = 0o120000;
const typeOfFile = 0o170000;

/** Notes the entry's name. */
const faultOf = (entry: Entry, names: Map<string, string>): string | undefined => {
  const { fileName, uncompressedSize, compressedSize } = entry;
  const loose = fileName.normalize("NFC").toLowerCase();
  const other = names.get(loose);
  names.set(loose, fileName);
  if (other !== undefined)
    return `holds ${quote(other)} and ${quote(fileName)}, which differ by capitals only`;
  if (entry.isEncrypted()) return `is encrypted (${quote(fileName)}): pack it without a password`;
  if (((entry.externalFileAttributes >>> 16) & typeOfFile) === symbolicLink) {
    return `holds a link instead of a file (${quote(fileName)})`;
  }
  if (uncompressedSize > limits.ratioFrom && uncompressedSize > compressedSize * limits.ratio) {
    return `holds ${quote(fileName)}, which unpacks to more than ${limits.ratio} times its size`;
  }
  return undefined;
};

/** yauzl ends the stream with an error as soon as there is more in it than the entry says. */
const contentOf = async (zip: ZipFile, entry: Entry): Promise<Buffer> => {
  const stream: Readable = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
};
