import { looseId } from "../../course/ids.ts";
import { quote } from "../../course/problems.ts";
import { valueSentence } from "../course-folder/issue-sentence.ts";
import { csvStudentSchema } from "../course-folder/students.ts";
import type { RosterEntry } from "./roster-entries.ts";
import { UsedIds } from "./student-id.ts";

interface Listed {
  readonly studentId: string;
  readonly email: string;
  readonly name: string;
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

/** A line that added nobody to the list. */
export interface Skipped {
  readonly line: number;
  readonly what: string;
  readonly why: string;
  /**
   * Whether a student may be missing from the list because of it; false where the line is no student, or one who is
   * listed.
   */
  readonly isLoss: boolean;
}

export interface MergedRoster {
  readonly added: readonly NewStudent[];
  readonly skipped: readonly Skipped[];
  /** Listed before, and not in the file. They stay. */
  readonly others: readonly Listed[];
}

interface Options {
  /** Makes addresses of logins, or of ids, where the list has none: `uni.example`. */
  readonly domain?: string | undefined;
}

/** On the list, or found in the file, in a line above. */
type Known = Listed & { readonly line?: number };

interface Merging extends Options {
  readonly byEmail: Map<string, Known>;
  /** By the id as it is written: a list may have 7 and 007, who are two. */
  readonly byId: Map<string, Known>;
  /** Those on the list by their loose id: only the trainer can say whether `Adam` there is `adam` here. */
  readonly listedByLooseId: ReadonlyMap<string, Known>;
  readonly used: UsedIds;
}

/**
 * Finds who in another system's list is new to a course. Students on the course's list keep their name, address and id:
 * another system's list never changes or removes anybody.
 */
export const mergeRoster = (
  listed: readonly Listed[],
  entries: readonly RosterEntry[],
  options: Options,
): MergedRoster => {
  // An id that is made here must not be the id of somebody further below.
  const own = entries.flatMap(({ id }) => (isStudentId(id) ? [id] : []));
  const onList = listed.map(({ studentId, email, name }): Known => ({ studentId, email, name }));
  const merging: Merging = {
    ...options,
    byEmail: new Map(onList.map((student) => [student.email.toLowerCase(), student])),
    byId: new Map(onList.map((student) => [student.studentId, student])),
    listedByLooseId: new Map(onList.map((student) => [looseId(student.studentId), student])),
    used: new UsedIds([...listed.map(({ studentId }) => studentId), ...own]),
  };
  const added: NewStudent[] = [];
  const skipped: Skipped[] = [];
  const met = new Set<string>();
  for (const entry of entries) {
    const outcome = outcomeOf(entry, merging);
    if ("why" in outcome) {
      skipped.push(outcome);
      for (const studentId of outcome.met) met.add(studentId);
      continue;
    }
    added.push(outcome);
    merging.byEmail.set(outcome.email.toLowerCase(), outcome);
    merging.byId.set(outcome.studentId, outcome);
  }
  return { added, skipped, others: listed.filter(({ studentId }) => !met.has(studentId)) };
};

const isStudentId = (id: string): boolean => csvStudentSchema.shape.studentId.safeParse(id).success;

/** Memberships that are not a student's, in the words of the systems that export them. */
const staff =
  /teach|instruct|tutor|assistant|^ta$|manager|creator|admin|observ|design|owner|parent|guardian|guest/i;

const outcomeOf = (entry: RosterEntry, merging: Merging): NewStudent | (Skipped & Met) => {
  const { id, name, membership } = entry;
  if (id === "" && entry.email === "") {
    return skip(entry, "is no student: it has neither an id nor an address", { isLoss: false });
  }
  if (staff.test(membership) && !/student|learner/i.test(membership)) {
    return skip(entry, `is no student, but ${quote(membership)}`, { isLoss: false });
  }
  if (name === canvasTestStudent) {
    return skip(entry, "is the test student that Canvas puts on each list", { isLoss: false });
  }
  const email = entry.email || madeAddress(entry.login, merging);
  if (email === "") return skip(entry, noAddress, { isLoss: true });
  const known = merging.byEmail.get(email.toLowerCase());
  const holder = holderOf(id, merging);
  if (known) return knownAlready(entry, known, holder);
  if (holder) return idIsHeld(entry, email, holder);
  return newStudent(entry, email, isStudentId(id) ? id : merging.used.take([id, email, name]));
};

const newStudent = (
  entry: RosterEntry,
  email: string,
  studentId: string | undefined,
): NewStudent | (Skipped & Met) => {
  const { id, line, idColumn } = entry;
  if (studentId === undefined) return skip(entry, "has nothing of which an id can be made", { isLoss: true });
  const student = { studentId, email, name: entry.name || studentId };
  const issue = csvStudentSchema.safeParse(student).error?.issues[0];
  if (issue) {
    const field = String(issue.path[0]);
    return skip(entry, `${field} ${valueSentence(issue, Reflect.get(student, field))}`, { isLoss: true });
  }
  const madeOf = id === "" || id === email ? "the address" : quote(id);
  return {
    ...student,
    line,
    idColumn,
    idMadeOf: studentId === id ? null : madeOf,
    isAddressMade: email !== entry.email,
  };
};

const holderOf = (id: string, { byId, listedByLooseId }: Merging): Known | undefined =>
  isStudentId(id) ? (byId.get(id) ?? listedByLooseId.get(looseId(id))) : undefined;

const canvasTestStudent = "Test Student";

const madeAddress = (login: string, { domain }: Options): string =>
  domain === undefined || login === "" || login.includes("@") ? "" : `${login}@${domain}`;

const knownAlready = (entry: RosterEntry, known: Known, holder: Known | undefined): Skipped & Met => {
  const met = [known.studentId, ...(holder ? [holder.studentId] : [])];
  if (holder && holder !== known) {
    const whose = `has the address of "${known.studentId}" and the id of "${holder.studentId}"`;
    return skip(entry, `${whose}; both stay as they are`, { isLoss: true, met });
  }
  if (known.line === undefined) {
    return skip(entry, `is on the list already, as "${known.studentId}"`, { isLoss: false, met });
  }
  // Some systems give a line for each piece of work; two people may share an address, too.
  const isSame = holder === known || (!isStudentId(entry.id) && (entry.name || known.name) === known.name);
  return isSame
    ? skip(entry, `stands in line ${known.line} already, as "${known.studentId}"`, { isLoss: false, met })
    : skip(
        entry,
        `has the address of "${known.studentId}" in line ${known.line}; add it by hand if two share it`,
        {
          isLoss: true,
          met,
        },
      );
};

const idIsHeld = (entry: RosterEntry, email: string, holder: Known): Skipped & Met => {
  const whose = holder.line === undefined ? "is on the list" : `stands in line ${holder.line}`;
  const what = `"${holder.studentId}" ${whose} with the address ${quote(holder.email)}, and here with ${quote(email)}`;
  const advice = "That stays as it is; change it in students.csv if the address has changed";
  return skip(entry, `${what}. ${advice}`, { isLoss: true, met: [holder.studentId] });
};

interface Met {
  /** Who on the list was meant. */
  readonly met: readonly string[];
}

const skip = (
  { line, name, email, id }: RosterEntry,
  why: string,
  { isLoss, met = [] }: Pick<Skipped, "isLoss"> & Partial<Met>,
): Skipped & Met => ({ line, what: name || email || id || "a line", why, isLoss, met });

const noAddress =
  "has no address: name its column (--columns email=…), add one to the file, or have addresses made of logins or ids (--domain)";
