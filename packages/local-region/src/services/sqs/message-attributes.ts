import { createHash } from "node:crypto";
import * as z from "zod";
import { AwsError } from "../../ports.ts";

/** Lists of values are reserved by SQS for the future. */
export const messageAttributesSchema = z.record(
  z.string(),
  z.strictObject({
    DataType: z.string(),
    StringValue: z.string().exactOptional(),
    BinaryValue: z.string().exactOptional(),
  }),
);

export type MessageAttributes = z.output<typeof messageAttributesSchema>;
type Attribute = MessageAttributes[string];

/**
 * Characters that SQS refuses in a body and in an attribute's text. Source:
 * docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html.
 */
export const forbiddenCharacter = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

const mostAttributes = 10;
const longestName = 256;

const namePattern = /^(?!\.)(?!.*\.\.)(?!.*\.$)[\w.-]+$/;
const reservedName = /^(aws|amazon)\./i;
/** A type may have a custom label: `Number.int`. */
const typePattern = /^(String|Number|Binary)(\..+)?$/;
const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const nameProblem = (name: string): string | undefined => {
  if (name.length > longestName) return `The name of attribute '${name}' is longer than ${longestName}.`;
  if (reservedName.test(name)) return `Attribute '${name}' has a name that AWS keeps for itself.`;
  if (namePattern.test(name)) return undefined;
  return `Attribute '${name}' must be named by letters, digits, '_', '-' and single '.' inside.`;
};

const valueProblem = (
  name: string,
  { DataType, StringValue, BinaryValue }: Attribute,
): string | undefined => {
  const [, type] = typePattern.exec(DataType) ?? [];
  if (type === undefined || DataType.length > longestName) {
    return `The type '${DataType}' of attribute '${name}' must be Binary, Number or String, or begin so before a '.'.`;
  }
  const [value, other] = type === "Binary" ? [BinaryValue, StringValue] : [StringValue, BinaryValue];
  if (value === undefined || value === "" || other !== undefined) {
    return `Attribute '${name}' must have a non-empty value of its type '${DataType}', and no other.`;
  }
  if (type !== "Binary" && forbiddenCharacter.test(value)) {
    return `Attribute '${name}' contains characters outside the allowed set.`;
  }
  if (type === "Number" && !numberPattern.test(value)) {
    return `Can't cast the value '${value}' of attribute '${name}' to a number.`;
  }
  return undefined;
};

/**
 * Throws AwsError when SQS would refuse an attribute.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export const checkMessageAttributes = (attributes: MessageAttributes): void => {
  const all = Object.entries(attributes);
  const problem =
    all.length > mostAttributes
      ? `A message has at most ${mostAttributes} attributes, not ${all.length}.`
      : all.map(([name, attribute]) => nameProblem(name) ?? valueProblem(name, attribute)).find(Boolean);
  if (problem !== undefined) throw new AwsError("InvalidParameterValue", problem);
};

const valueBytes = ({ StringValue = "", BinaryValue }: Attribute): Buffer =>
  BinaryValue === undefined ? Buffer.from(StringValue) : Buffer.from(BinaryValue, "base64");

/** Bytes that the attributes count for in the size of a message: names, types and values. */
export const sizeOfMessageAttributes = (attributes: MessageAttributes): number =>
  Object.entries(attributes).reduce(
    (size, [name, attribute]) =>
      size + Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + valueBytes(attribute).length,
    0,
  );

const withLength = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** In a digest, the kind of value stands before the value. */
const textKind = Buffer.from([1]);
const binaryKind = Buffer.from([2]);

/**
 * In hexadecimal digits; "" when there are no attributes.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export const md5OfMessageAttributes = (attributes: MessageAttributes): string => {
  const byName = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (byName.length === 0) return "";
  const hash = createHash("md5");
  for (const [name, attribute] of byName) {
    hash.update(withLength(Buffer.from(name)));
    hash.update(withLength(Buffer.from(attribute.DataType)));
    hash.update(attribute.BinaryValue === undefined ? textKind : binaryKind);
    hash.update(withLength(valueBytes(attribute)));
  }
  return hash.digest("hex");
};
