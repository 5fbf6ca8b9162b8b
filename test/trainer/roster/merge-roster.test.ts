import { expect, test } from "@jest/globals";
import { csvLines } from "../../../trainer/course-folder/csv-rows.ts";
import { Problems } from "../../../trainer/course-folder/problems.ts";
import { mergeRoster } from "../../../trainer/roster/merge-roster.ts";
import { readRoster } from "../../../trainer/roster/read-roster.ts";
import { parseColumnChoice } from "../../../trainer/roster/roster-columns.ts";
import { UsedIds } from "../../../trainer/roster/student-id.ts";

const entriesOf = async (csv: string, columns?: string) => {
  const problems = new Problems();
  const choice = columns === undefined ? {} : parseColumnChoice(columns);
  if (typeof choice === "string") throw new Error(choice);
  const { entries } = await readRoster(Buffer.from(csv), "list.csv", { columns: choice }, problems);
  expect(problems.errors).toEqual([]);
  return entries;
};

/** `id address name` of each student that a list brings to an empty course. */
const studentsOf = async (csv: string, columns?: string, domain?: string): Promise<string[]> =>
  mergeRoster([], await entriesOf(csv, columns), { domain }).added.map(
    ({ studentId, email, name }) => `${studentId} ${email} ${name}`,
  );

test.each<[string, string, string[]]>([
  [
    "Moodle (participants)",
    '\ufeff"First name","Last name","Email address"\nAdam,Wilk,adam@example.com\n',
    ["adam adam@example.com Adam Wilk"],
  ],
  [
    "Moodle (grades)",
    'First name,Last name,"ID number",Institution,"Email address","Quiz: One (Real)"\nAdam,Wilk,0042,,adam@example.com,5\n',
    ["0042 adam@example.com Adam Wilk"],
  ],
  [
    "Moodle (upload of users)",
    "username,password,firstname,lastname,email,role1\nawilk,secret,Adam,Wilk,adam@example.com,student\ntess,secret,Tess,Trainer,tess@example.com,editingteacher\n",
    ["awilk adam@example.com Adam Wilk"],
  ],
  [
    "Google Classroom",
    "Last Name,First Name,Email Address,Homework 1\nDate,,,2025-09-10\nPoints,,,10\nWilk,Adam,adam@example.com,9\nClass Average,,,9\n",
    ["adam adam@example.com Adam Wilk"],
  ],
  [
    "Microsoft Teams",
    'First Name,Last Name,Email Address,"Week 1",Points,Feedback\nAdam,Wilk,adam@example.com,8,10,\n',
    ["adam adam@example.com Adam Wilk"],
  ],
  [
    "Canvas, whose logins are addresses",
    'Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (23)\n    Points Possible,,,,,10.00\n"Wilk, Adam",1001,S1001,adam@example.com,CS 1-01,8.00\n"Student, Test",1002,,77fe@example.com,CS 1-01,\n',
    ["S1001 adam@example.com Adam Wilk"],
  ],
  [
    "GitHub Classroom, whose identifiers are addresses",
    '"identifier","github_username","github_id","name"\n"adam@example.com","awilk","77",""\n',
    ["adam adam@example.com adam"],
  ],
  [
    "Gradescope",
    "First Name,Last Name,SID,Email,Role,Section\nAdam,Wilk,0123S,adam@example.com,Student,015\nTess,Trainer,9,tess@example.com,Instructor,015\n",
    ["0123S adam@example.com Adam Wilk"],
  ],
  [
    "Brightspace",
    "Username,Last Name,First Name,Email,End-of-Line Indicator\n#adam.w,Wilk,Adam,adam@example.com,#\n",
    ["adam.w adam@example.com Adam Wilk"],
  ],
  [
    "OneRoster",
    "sourcedId,role,username,givenName,familyName,email\n4f-1,student,awilk,Adam,Wilk,adam@example.com\n4f-2,teacher,tess,Tess,Trainer,tess@example.com\n",
    ["awilk adam@example.com Adam Wilk"],
  ],
  [
    "a spreadsheet, parted by semicolons below a title",
    "Evening class;;\nE-Mail;Vorname;Nachname\nadam@example.com;Adam;Wilk\n",
    ["adam adam@example.com Adam Wilk"],
  ],
])("the students of a list from %s are known by the names of its columns", async (_, csv, students) => {
  expect(await studentsOf(csv)).toEqual(students);
});

test("columns of other names are named on the command line", async () => {
  const csv = 'Nr,Post,"Last, First"\n7,adam@example.com,"Wilk, Adam"\n8,beata@example.com,"Sowa, Beata"\n';
  expect(await studentsOf(csv, "studentId=Nr,email=Post,name=Last, First")).toEqual([
    "7 adam@example.com Adam Wilk",
    "8 beata@example.com Beata Sowa",
  ]);
});

test("addresses are made of logins where the list has none and a domain is given", async () => {
  const csv = 'Student,ID,SIS User ID,SIS Login ID,Section\n"Wilk, Adam",1001,S1001,awilk,CS\n';
  expect(await studentsOf(csv, undefined, "uni.example")).toEqual(["S1001 awilk@uni.example Adam Wilk"]);
  const { added, skipped } = mergeRoster([], await entriesOf(csv), {});
  expect(added).toEqual([]);
  expect(skipped).toEqual([expect.objectContaining({ line: 2, what: "Adam Wilk", isLoss: true })]);
});

test("an id stays as it is written; where there is none that may stand, one is made, its own and nobody else's", async () => {
  const csv = `Email,Name
zo\u00eb.\u017c+list@example.com,Zo\u00eb
adam@example.com,Adam
adam@example.org,Another Adam
ADAM@example.net,A third
`;
  expect((await studentsOf(csv)).filter((line) => !line.startsWith("zo"))).toEqual([
    "adam adam@example.com Adam",
    "adam-2 adam@example.org Another Adam",
    "ADAM-3 ADAM@example.net A third",
  ]);
  expect(
    await studentsOf("Student ID,Email\n007,a@example.com\nS 1/2,b@example.com\nS-1-2,c@example.com\n"),
  ).toEqual(["007 a@example.com 007", "S-1-2-2 b@example.com S-1-2-2", "S-1-2 c@example.com S-1-2"]);
});

test.each([
  ["adam@example.com", "adam"],
  ["adam+class@example.com", "adam"],
  ["Zo\u00eb \u017b\u00f3\u0142\u0107", "Zoe-Zolc"],
  ["..x..y..", "x.y"],
  ["_adam_", "adam"],
  ["x".repeat(80), "x".repeat(64)],
  ["\u738b", undefined],
])("of %s the id %s is made", (text, id) => {
  expect(new UsedIds([]).take([text])).toBe(id);
});

const list = [
  { studentId: "adam", email: "Adam@example.com", name: "Adam Wilk" },
  { studentId: "beata", email: "beata@example.com", name: "Beata Sowa" },
  { studentId: "cyryl", email: "cyryl@example.com", name: "Cyryl" },
];

test("students on the list stay unchanged: only others are added, with the reason for each that is not", async () => {
  const csv = `Student ID,Email,Name
S1,adam@example.com,Adam W.
BEATA,other@example.com,Beata
cyryl,adam@example.com,Cyryl
dora,dora@example.com,Dora
dora,dora@example.com,Dora
ewa,dora@example.com,Ewa
dora,ewa@example.com,Ewa
`;
  const { added, skipped, others } = mergeRoster(list, await entriesOf(csv), {});
  expect(added.map(({ studentId }) => studentId)).toEqual(["dora"]);
  expect(skipped.map(({ line, why, isLoss }) => [line, isLoss, why])).toEqual([
    [2, false, 'is on the list already, as "adam"'],
    [
      3,
      true,
      '"beata" is on the list with the address "beata@example.com", and here with "other@example.com". That stays as it is; change it in students.csv if the address has changed',
    ],
    [4, true, 'has the address of "adam" and the id of "cyryl"; both stay as they are'],
    [6, false, 'stands in line 5 already, as "dora"'],
    [7, true, 'has the address of "dora" in line 5; add it by hand if two share it'],
    [
      8,
      true,
      '"dora" stands in line 5 with the address "dora@example.com", and here with "ewa@example.com". That stays as it is; change it in students.csv if the address has changed',
    ],
  ]);
  expect(others).toEqual([]);
  expect(mergeRoster(list, await entriesOf("Email\nadam@example.com\n"), {}).others).toHaveLength(2);
});

test("ids that differ by zeros or capitals are two in one list, and one is perhaps the other on the course's list", async () => {
  const csv = "Student ID,Email\n007,a@example.com\n7,b@example.com\nADAM,c@example.com\n";
  const { added, skipped } = mergeRoster(list, await entriesOf(csv), {});
  expect(added.map(({ studentId }) => studentId)).toEqual(["007", "7"]);
  expect(skipped).toEqual([expect.objectContaining({ line: 4, isLoss: true })]);
});

test("a name or an address that can't be used is reported, and nobody else is left out", async () => {
  const csv = "Email,Name\nadam@example.com,Ad\u202eam\nnobody,Beata\ncyryl@example.com,Cyryl\n";
  const { added, skipped } = mergeRoster([], await entriesOf(csv), {});
  expect(added.map(({ studentId }) => studentId)).toEqual(["cyryl"]);
  expect(skipped.map(({ line, why }) => `${line} ${why}`)).toEqual([
    '2 name holds U+202E (right-to-left override), which turns the text round; delete it: "Ad\\u202eam"',
    '3 email must be an e-mail address, not "nobody"',
  ]);
});

test.each([
  ["nr=ID", '"nr=ID" names no column'],
  ["studentId", '"studentId" names no column'],
  ["", '"" names no column'],
])("the columns %j are refused", (given, why) => {
  expect(parseColumnChoice(given)).toContain(why);
});

test.each([
  ["studentId=Nr", "a,b\n1,2\n", 'there is no column "Nr"; there are "a", "b"'],
  [undefined, "a,b\n1,2\n", 'no column here ("a", "b") is known to hold ids or addresses; say which'],
])("a list without the columns %j is told which there are", async (columns, csv, why) => {
  const problems = new Problems();
  const choice = columns === undefined ? {} : parseColumnChoice(columns);
  if (typeof choice === "string") throw new Error(choice);
  const { entries, unread } = await readRoster(Buffer.from(csv), "list.csv", { columns: choice }, problems);
  expect({ entries, unread }).toEqual({ entries: [], unread: [{ line: 2, cells: ["1", "2"] }] });
  expect(problems.errors).toEqual([
    expect.objectContaining({ line: 1, message: expect.stringContaining(why) }),
  ]);
});

test("cells that a spreadsheet was kept from changing are read as they were meant", async () => {
  expect(await studentsOf('Student ID,Email\n"=""007""",a@example.com\n')).toEqual(["007 a@example.com 007"]);
  const { lines } = csvLines("list.csv", '"=""007""",="1e5",x,="08"\n="7",y\n', new Problems());
  expect(lines.map(({ cells }) => cells)).toEqual([
    ["007", "1e5", "x", "08"],
    ["7", "y"],
  ]);
});
