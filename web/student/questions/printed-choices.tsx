import { courseText } from "../views/course-text.ts";

interface PrintedChoicesProps {
  readonly texts: readonly string[];
  readonly language: string | undefined;
}

/** On paper a list that opens shows one of its choices at most. */
export const PrintedChoices = ({ texts, language }: PrintedChoicesProps) => (
  <span {...courseText({ language })} class="print-only soft">
    [{texts.join(" · ")}]
  </span>
);
