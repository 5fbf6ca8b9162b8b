import { createHash } from "node:crypto";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * The physical name of a resource that the template does not name: the same each time, so that a data folder finds its
 * resources again, and within the length that the service allows.
 */
export const physicalName = (stackName: string, logicalId: string, longest: number): string => {
  const name = `${stackName}-${logicalId}`;
  if (name.length <= longest) return name;
  return `${name.slice(0, longest - 9)}-${hash(name).slice(0, 8)}`;
};

/** A bucket's name, in lower case; the hash distinguishes ids that differ only by case. */
export const bucketName = (stackName: string, logicalId: string): string => {
  const name = `${stackName}-${logicalId}`;
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")
    .slice(0, 54);
  return `${readable}-${hash(name).slice(0, 8)}`;
};

/** An id such as API Gateway gives: ten lower-case letters and digits. */
export const shortId = (stackName: string, logicalId: string): string =>
  BigInt(`0x${hash(`${stackName}/${logicalId}`).slice(0, 20)}`)
    .toString(36)
    .padStart(10, "0")
    .slice(0, 10);
