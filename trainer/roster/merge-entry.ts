import { looseId } from "../../course/ids.ts";
import { quote } from "../../course/problems.ts";
import { valueSentence } from "../course-folder/issue-sentence.ts";
import { csvStudentSchema } from "../course-folder/students.ts";
import { type Change, changesOf, type Listed } from "./changes.ts";
import type { RosterEntry } from "./roster-entries.ts";
import { isStudentId, type UsedIds } from "./student-id.ts";

export interface MergeOptions {
  /** Makes addresses of logins, or of ids, where the list has none: `uni.example`. */
  readonly domain?: string | undefined;
  /** Whether the course's list takes over what the file says otherwise. */
  readonly update?: boolean | undefined;
}

/** A student who is new on the list. */
export interface NewStudent extends Listed {
  readonly line: number;
  /** What the id was made of, as `the address`; null: it is that of the column. */
  readonly idMadeOf: string | null;
  /** Whether the address is one that the list does not have. */
  readonly isAddressMade: boolean;
  /** The column that the id is from; empty: from none. */
  readonly idColumn: string;
}

/** A line that neither added nor changed anybody. */
export interface Skipped {
  readonly line: number;
  readonly what: string;
  readonly why: string;
  /**
   * Whether a student may be missing from the list because of it, or a new address; false where the line is no student,
   * or one who is listed.
   */
  readonly isLoss: boolean;
}

interface Met {
  /** Who on the list was meant. */
  readonly met: readonly string[];
  /** What the line says otherwise of somebody on the list. */
  readonly changes: readonly Change[];
}

type Outcome =
  | { readonly kind: "new"; readonly student: NewStudent }
  | ({ readonly kind: "skipped"; readonly skipped: Skipped } & Met)
  | ({ readonly kind: "updated" } & Met);

/** On the list, or found in the file, in a line above. */
export type Known = Listed & { readonly line?: number };

export interface Merging extends MergeOptions {
  readonly byEmail: Map<string, Known>;
  /** By the id as it is written: a list may have 7 and 007, who are two. */
  readonly byId: Map<string, Known>;
  /** Those on the list by their loose id: only the trainer can say whether `Adam` there is `adam` here. */
  readonly listedByLooseId: ReadonlyMap<string, Known>;
  readonly used: UsedIds;
}

/** Memberships that are not a student's, in the words of the systems that export them. */
const staff =
  /teach|instruct|tutor|assistant|^ta$|manager|creator|admin|observ|design|owner|parent|guardian|guest|developer|mentor|deleted|dropped|dozent|lehrkraft|lehrer|betreuer|nauczyciel|prowadz|enseignant|profes|docente/i;

const students = /student|learner|teilnehm|mitglied|uczestnik|uczeń|étudiant|estudiante|alumn/i;

const canvasTestStudent = "Test Student";

/** What becomes of one line of the other system's list; notes who is new. */
export const outcomeOf = (entry: RosterEntry, merging: Merging): Outcome => {
  const { id, name, membership } = entry;
  if (id === "" && entry.email === "") {
    return skip(entry, "is no student: it has neither an id nor an address", { isLoss: false });
  }
  if (staff.test(membership) && !students.test(membership)) {
    return skip(entry, `is no student, but ${quote(membership)}`, { isLoss: false });
  }
  if (name === canvasTestStudent) {
    return skip(entry, "is the test student that Canvas puts on each list", { isLoss: false });
  }
  const email = entry.email || madeAddress(entry.login, merging);
  if (email === "") return skip(entry, noAddress, { isLoss: true });
  const known = merging.byEmail.get(email.toLowerCase());
  const holder = holderOf(id, merging);
  if (known) return knownAlready(entry, known, holder, merging);
  if (holder) return idIsHeld(entry, email, holder, merging);
  return newStudent(entry, email, merging);
};

const noAddress =
  "has no address: name its column (--columns email=…), add one to the file, or have addresses made of logins or ids (--domain)";

const madeAddress = (login: string, { domain }: MergeOptions): string =>
  domain === undefined || login === "" || login.includes("@") ? "" : `${login}@${domain}`;

const holderOf = (id: string, { byId, listedByLooseId }: Merging): Known | undefined =>
  isStudentId(id) ? (byId.get(id) ?? listedByLooseId.get(looseId(id))) : undefined;

const newStudent = (entry: RosterEntry, email: string, merging: Merging): Outcome => {
  const { id, line, idColumn, groups } = entry;
  const studentId = isStudentId(id) ? id : merging.used.take([id, email, entry.name]);
  if (studentId === undefined) return skip(entry, "has nothing of which an id can be made", { isLoss: true });
  const listed = { studentId, email, name: entry.name || studentId };
  const fault = faultOf(listed);
  if (fault !== undefined) return skip(entry, fault, { isLoss: true });
  const madeOf = id === "" || id === email ? "the address" : quote(id);
  const student = {
    ...listed,
    ...(groups.length > 0 && { groups }),
    line,
    idColumn,
    idMadeOf: studentId === id ? null : madeOf,
    isAddressMade: email !== entry.email,
  };
  merging.byEmail.set(email.toLowerCase(), student);
  merging.byId.set(studentId, student);
  return { kind: "new", student };
};

/** Why students.csv can't hold it. */
const faultOf = (student: Listed): string | undefined => {
  const issue = csvStudentSchema.safeParse(student).error?.issues[0];
  const field = String(issue?.path[0]);
  return issue && `${field} ${valueSentence(issue, Reflect.get(student, field))}`;
};

const knownAlready = (
  entry: RosterEntry,
  known: Known,
  holder: Known | undefined,
  merging: Merging,
): Outcome => {
  const met = [known.studentId, ...(holder ? [holder.studentId] : [])];
  if (holder && holder !== known) {
    const whose = `has the address of "${known.studentId}" and the id of "${holder.studentId}"`;
    return skip(entry, `${whose}; both stay as they are`, { isLoss: true, met });
  }
  if (known.line === undefined) {
    const changes = changesOf(known, { ...entry, email: known.email });
    const why = `is on the list already, as "${known.studentId}"`;
    if (changes.length > 0 && merging.update) return updated(entry, known, changes);
    return skip(entry, why, { isLoss: false, met, changes });
  }
  // Some systems give a line for each piece of work; two people may share an address, too.
  const isSame = holder === known || (!isStudentId(entry.id) && (entry.name || known.name) === known.name);
  const why = isSame
    ? `stands in line ${known.line} already, as "${known.studentId}"`
    : `has the address of "${known.studentId}" in line ${known.line}; add it by hand if two share it`;
  return skip(entry, why, { isLoss: !isSame, met });
};

const idIsHeld = (entry: RosterEntry, email: string, holder: Known, merging: Merging): Outcome => {
  const isListed = holder.line === undefined;
  const changes = changesOf(holder, { ...entry, email });
  // With another name too it may be somebody else: lists that count from 1 give ids anew.
  const isSamePerson =
    isListed && holder.studentId === entry.id && changes.every(({ what }) => what !== "name");
  if (isSamePerson && merging.update) return updated(entry, holder, changes);
  const whose = isListed ? "is on the list" : `stands in line ${holder.line}`;
  const what = `"${holder.studentId}" ${whose} with the address ${quote(holder.email)}, and here with ${quote(email)}`;
  const advice = isSamePerson
    ? "That stays as it is; --update takes the new address over"
    : "That stays as it is; change it in students.csv if the address has changed";
  const met = [holder.studentId];
  return skip(entry, `${what}. ${advice}`, { isLoss: true, met, changes: isSamePerson ? changes : [] });
};

const updated = (entry: RosterEntry, known: Known, changes: readonly Change[]): Outcome => {
  const met = [known.studentId];
  const fields = Object.fromEntries(changes.map(({ what, imported }) => [what, imported]));
  const fault = faultOf({ ...known, ...fields });
  return fault === undefined
    ? { kind: "updated", changes, met }
    : skip(entry, `stays as it is: ${fault}`, { isLoss: true, met });
};

const skip = (
  { line, name, email, id }: RosterEntry,
  why: string,
  { isLoss, met = [], changes = [] }: Pick<Skipped, "isLoss"> & Partial<Met>,
): Outcome => ({
  kind: "skipped",
  skipped: { line, what: name || email || id || "a line", why, isLoss },
  met,
  changes,
});
