import { studentIdSchema } from "../../../course/ids.ts";
import { legal } from "../../roster/student-id.ts";

/** A text as the name of a folder or file: `Processes & Signals` becomes `processes-signals`. Empty: nothing is left. */
export const legalName = (text: string): string =>
  legal(text.toLowerCase())
    .replaceAll(/-{2,}/g, "-")
    .replaceAll(/[-.](?=[-.])/g, "")
    .slice(0, longest)
    .replace(/[._-]+$/, "");

const longest = 50;

/** Ids of questions have the same letters as those of students. */
export const isLegalId = (id: string): boolean => studentIdSchema.safeParse(id).success;
