import type { CsvLine } from "../course-folder/csv-rows.ts";
import { elementAt, elementsOf, parseXml, textIn } from "../foreign/xml.ts";

/** Roles of a member by their numbers. Source: IMS Enterprise 1.1, information model, section 3.3.5. */
const roles: Readonly<Record<string, string>> = {
  "01": "learner",
  "02": "instructor",
  "03": "content developer",
  "04": "member",
  "05": "manager",
  "06": "mentor",
  "07": "administrator",
  "08": "teaching assistant",
};

/**
 * The people of an IMS Enterprise document, as lines below a line of column names.
 *
 * @throws XmlFault
 */
export const imsEnterpriseLines = (text: string): readonly CsvLine[] => {
  const root = parseXml(text);
  const roleOf = new Map(
    elementsOf(root, "membership")
      .flatMap((membership) => elementsOf(membership, "member"))
      .map((member): [string, string] => [
        textIn(elementAt(member, "sourcedid", "id")).trim(),
        roles[elementAt(member, "role")?.attributes.roletype ?? ""] ?? "",
      ]),
  );
  const people = elementsOf(root, "person").map((person): CsvLine => {
    const at = (...path: readonly string[]): string => textIn(elementAt(person, ...path)).trim();
    const id = at("sourcedid", "id");
    return {
      line: person.line,
      cells: [at("userid"), id, at("name", "fn"), at("email"), roleOf.get(id) ?? ""],
    };
  });
  return [{ line: root.line, cells: ["username", "student id", "name", "email", "role"] }, ...people];
};
