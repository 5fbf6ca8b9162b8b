/** The formats by their names for `--as`, with what people call them; apart from what writes them, for the help of the command. */
export const exportTitles = {
  gift: "GIFT (Moodle)",
  "moodle-xml": "Moodle XML",
  "qti-1.2": "QTI 1.2 (Canvas)",
  "qti-2.1": "QTI 2.1",
  "qti-3.0": "QTI 3.0",
  csv: "CSV",
} as const;

export type ExportName = keyof typeof exportTitles;
