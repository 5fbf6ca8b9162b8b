/**
 * A number with its noun: `1 student`, `3 students`, `1,234 mails`. Every count that people read is written by it.
 *
 * @param plural if it is more than an added s; a verb may be included: `counted(n, "mail was", "mails were")`.
 */
export const counted = (n: number, singular: string, plural = `${singular}s`): string =>
  `${n.toLocaleString("en")} ${n === 1 ? singular : plural}`;
