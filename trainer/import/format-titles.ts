/**
 * The formats by their names for `--as`, with what people call them. They stand apart from what reads them, so that the help of
 * the command loads none of that.
 */
export const formatTitles = {
  "moodle-xml": "Moodle XML",
  qti2: "QTI 2 and 3",
  qti1: "QTI 1.2",
  blackboard: "Blackboard pool",
  "google-forms": "Google Forms (JSON)",
  csv: "CSV",
  aiken: "Aiken",
  text2qti: "text2qti",
  gift: "GIFT (Moodle)",
} as const;

export type FormatName = keyof typeof formatTitles;
