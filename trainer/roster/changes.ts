import { looseText } from "../course-folder/alike.ts";

/** A student on the course's list. */
export interface Listed {
  readonly studentId: string;
  readonly email: string;
  readonly name: string;
  readonly groups?: readonly string[] | undefined;
}

/** What another system's list says otherwise of a student on the course's list. */
export interface Change {
  readonly studentId: string;
  readonly what: "email" | "name" | "groups";
  readonly listed: string;
  /** Groups: those of the course's list, and the new ones behind. */
  readonly imported: string;
}

/** Groups are only ever added: the trainer's own labels are in no other system. */
export const changesOf = (
  { studentId, email, name, groups = [] }: Listed,
  entry: { readonly email: string; readonly name: string; readonly groups: readonly string[] },
): readonly Change[] => {
  const more = entry.groups.filter((label) => !groups.includes(label));
  const isOtherName = entry.name !== "" && looseText(entry.name) !== looseText(name);
  return [
    ...(entry.email.toLowerCase() === email.toLowerCase()
      ? []
      : [{ studentId, what: "email" as const, listed: email, imported: entry.email }]),
    ...(isOtherName ? [{ studentId, what: "name" as const, listed: name, imported: entry.name }] : []),
    ...(more.length === 0
      ? []
      : [
          {
            studentId,
            what: "groups" as const,
            listed: groups.join(" "),
            imported: [...groups, ...more].join(" "),
          },
        ]),
  ];
};
