/** A warning about two ids that `looseId` makes equal. */
export const alikeSentence = (id: string, other: string): string =>
  `"${id}" differs from "${other}" by capitals or leading zeros only: people, mail systems and spreadsheets take the two for one`;

/** A text as it looks at a glance: without its blanks, capitals and the way its accents are stored. */
export const looseText = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}]+/gu, "");
