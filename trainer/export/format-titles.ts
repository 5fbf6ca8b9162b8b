/** The formats by their names for `--as`, with what people call them; apart from what writes them, for the help of the command. */
export const exportTitles = {
  gift: "GIFT (Moodle)",
  "moodle-xml": "Moodle XML",
} as const;

export type ExportName = keyof typeof exportTitles;
