/**
 * A number with its noun: `1 student`, `3 students`, `1,234 mails`. Every count that people read is said by it.
 *
 * @param plural where more than an s is added; a verb may come along: `counted(n, "mail was", "mails were")`.
 */
export const counted = (n: number, singular: string, plural = `${singular}s`): string =>
  `${n.toLocaleString("en")} ${n === 1 ? singular : plural}`;
