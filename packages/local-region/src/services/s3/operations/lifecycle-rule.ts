import { element, type XmlElement } from "../../../http/xml.ts";
import type { LifecycleRule } from "../bucket-settings.ts";

/** S3 takes a date of a lifecycle rule as midnight UTC. */
const dateText = (date: string): string => {
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? date : new Date(ms).toISOString().replace(".000Z", "Z");
};

const optional = (name: string, value: string | number | boolean | undefined): XmlElement | undefined =>
  value === undefined ? undefined : element(name, value);

/** Several conditions are joined by `And`; none is the prefix "". */
const filterElement = (rule: LifecycleRule): XmlElement => {
  const sizes = [
    optional("ObjectSizeGreaterThan", rule.ObjectSizeGreaterThan),
    optional("ObjectSizeLessThan", rule.ObjectSizeLessThan),
  ];
  const tags = rule.TagFilters.map(({ Key, Value }) =>
    element("Tag", element("Key", Key), element("Value", Value)),
  );
  const conditions = [optional("Prefix", rule.Prefix), ...tags, ...sizes].filter((c) => c !== undefined);
  if (conditions.length === 0) return element("Filter", element("Prefix"));
  return element("Filter", ...(conditions.length === 1 ? conditions : [element("And", ...conditions)]));
};

const expirationElement = (rule: LifecycleRule): XmlElement | undefined => {
  const { ExpirationDate: date, ExpirationInDays: days, ExpiredObjectDeleteMarker: marker } = rule;
  if (date === undefined && days === undefined && marker === undefined) return undefined;
  return element(
    "Expiration",
    date === undefined ? undefined : element("Date", dateText(date)),
    optional("Days", days),
    optional("ExpiredObjectDeleteMarker", marker),
  );
};

const laterExpirationElement = (rule: LifecycleRule): XmlElement | undefined => {
  const days = rule.NoncurrentVersionExpiration?.NoncurrentDays ?? rule.NoncurrentVersionExpirationInDays;
  if (days === undefined) return undefined;
  return element(
    "NoncurrentVersionExpiration",
    element("NoncurrentDays", days),
    optional("NewerNoncurrentVersions", rule.NoncurrentVersionExpiration?.NewerNoncurrentVersions),
  );
};

const listOf = <T>(one: T | undefined, more: readonly T[]): readonly T[] =>
  one === undefined ? more : [one, ...more];

const transitionElements = (rule: LifecycleRule): readonly XmlElement[] => [
  ...listOf(rule.Transition, rule.Transitions).map((transition) =>
    element(
      "Transition",
      transition.TransitionDate === undefined
        ? undefined
        : element("Date", dateText(transition.TransitionDate)),
      optional("Days", transition.TransitionInDays),
      element("StorageClass", transition.StorageClass),
    ),
  ),
  ...listOf(rule.NoncurrentVersionTransition, rule.NoncurrentVersionTransitions).map((transition) =>
    element(
      "NoncurrentVersionTransition",
      element("NoncurrentDays", transition.TransitionInDays),
      optional("NewerNoncurrentVersions", transition.NewerNoncurrentVersions),
      element("StorageClass", transition.StorageClass),
    ),
  ),
];

/**
 * A rule of a template as GetBucketLifecycleConfiguration writes it. On AWS a rule without an id gets a random one.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
 */
export const ruleElement = (rule: LifecycleRule, index: number): XmlElement => {
  const abort = rule.AbortIncompleteMultipartUpload;
  return element(
    "Rule",
    element("ID", rule.Id ?? `rule-${index + 1}`),
    filterElement(rule),
    element("Status", rule.Status),
    ...transitionElements(rule),
    expirationElement(rule),
    laterExpirationElement(rule),
    abort &&
      element("AbortIncompleteMultipartUpload", element("DaysAfterInitiation", abort.DaysAfterInitiation)),
  );
};
