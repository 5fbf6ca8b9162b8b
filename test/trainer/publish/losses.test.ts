import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type CourseCloud, startCourseCloud } from "../support/course-cloud.ts";
import { type CourseFiles, courseFolders, goodCourse } from "../support/course-files.ts";

let cloud: CourseCloud;
const folders = courseFolders();

beforeAll(async () => {
  cloud = await startCourseCloud();
  cloud.clock.moveTo(Date.parse("2026-11-20T12:00:00Z"));
});
afterEach(async () => {
  folders.removeAll();
  await cloud.bucket.removeAll("", () => undefined);
});
afterAll(() => cloud.stop());

/** Enough that one of them is less than a fifth. */
const ids = ["adam", "beata", "celina", "dawid", "ewa", "filip"];
const students = (...listed: readonly string[]): CourseFiles => ({
  "students.csv": `studentId,email,name\n${listed.map((id) => `${id},${id}@example.com,${id}\n`).join("")}`,
});
const shell = { "linux/shell.yaml": goodCourse["linux/boot.yaml"].replace("Booting", "The shell") };

const publish = (changes: CourseFiles, ...options: string[]) =>
  cloud.trainer("publish", folders.make({ ...students(...ids), ...changes }), ...options);

const published = async (changes: CourseFiles = {}): Promise<void> => {
  expect(await publish(changes)).toMatchObject({ code: 0 });
};

const handIn = (id: string, path: string, at = "2026-11-17T19:30:00.000Z") =>
  cloud.bucket.put(`students/${id}/submissions/${path}/${at}-${"0".repeat(32)}.json`, "{}");

/** A publishing that nobody is there to agree to; it must leave everything as it is. */
const refused = async (changes: CourseFiles): Promise<string[]> => {
  cloud.puts.length = 0;
  const folder = folders.make({ ...students(...ids), ...changes });
  const { code, out, err } = await cloud.trainerWith({ answer: null }, "publish", folder);
  expect({ code, out, puts: cloud.puts }).toEqual({ code: 1, out: "", puts: [] });
  expect(err).toContain("To publish anyway, add --yes.");
  return err.split("\n").filter((line) => line.startsWith("  "));
};

describe("A test that goes", () => {
  test("and was handed in is asked for, with who did", async () => {
    await published(shell);
    await handIn("adam", "linux/shell");
    await handIn("beata", "linux/shell");
    await handIn("celina", "linux/boot");
    expect(await refused({})).toEqual([
      "  linux/shell is not in the folder any more, and 2 students handed it in (adam, beata). What they sent in would not be graded. To keep it, put its file back; if it has another name now, write `renamedFrom: linux/shell` into that file.",
    ]);
  });

  test("and was graded says what stays", async () => {
    await published(shell);
    await handIn("adam", "linux/shell");
    const graded = [{ subject: "linux", testId: "shell", cutoff: "2026-11-23T22:00:00.000Z" }];
    await cloud.bucket.put("runs/graded-through.json", JSON.stringify(graded));
    expect((await refused({}))[0]).toContain("It was graded: the scores stay, but can't be graded again.");
  });

  test("and that nobody handed in goes without a question", async () => {
    await published(shell);
    await handIn("adam", "linux/boot");
    expect(await publish({})).toMatchObject({ code: 0, err: "" });
  });
});

describe("Students who go off the list", () => {
  const withoutBeata = students(...ids.filter((id) => id !== "beata"));

  test("and have handed in are asked for, each with what", async () => {
    await published();
    await handIn("beata", "linux/boot");
    expect(await refused(withoutBeata)).toEqual([
      "  1 student would go off the list and handed something in: beata (linux/boot). What waits for a run would not be graded. To keep them, put the line back into students.csv.",
    ]);
  });

  test("and are few and handed in nothing go without a question", async () => {
    await published();
    await handIn("adam", "linux/boot");
    expect(await publish(withoutBeata)).toMatchObject({ code: 0, err: "" });
  });

  test("and are more than a fifth of it are asked for", async () => {
    await published();
    expect(await refused(students("adam"))).toEqual([
      "  5 of 6 students would go off the list (beata, celina, dawid and 2 more), and could not open the page any more; 1 would be on it. Is students.csv the right file?",
    ]);
  });
});

test("an earlier deadline after which all of somebody's work came is asked for; one that leaves some is not", async () => {
  await published();
  await handIn("adam", "linux/boot", "2026-11-20T10:00:00.000Z");
  await handIn("beata", "linux/boot", "2026-11-18T10:00:00.000Z");
  const until = (day: number) => ({
    "linux/boot.yaml": goodCourse["linux/boot.yaml"].replace("2026-11-23 23:00", `2026-11-${day} 23:00`),
  });
  expect(await refused(until(19))).toEqual([
    expect.stringMatching(/^ {2}linux\/boot: what 1 student sent in \(adam\) would not count any more/),
  ]);
  expect(await publish(until(21))).toMatchObject({ code: 0 });
});

test("a later deadline that goes before a run has graded by it is asked for", async () => {
  const line = "studentId,subject,testId,until\nadam,linux,boot,2026-11-27 23:00\n";
  await published({ "extensions.csv": line });
  await handIn("adam", "linux/boot", "2026-11-25T10:00:00.000Z");
  expect(await refused({})).toEqual([
    expect.stringContaining("what 1 student sent in (adam) would not count"),
  ]);
});

describe("The question", () => {
  const answered = async (answer: string) => {
    await published();
    return cloud.trainerWith({ answer }, "publish", folders.make(students("adam")));
  };
  const roster = async () => (await cloud.bucket.get("course/roster.jsonl"))?.text.split("\n").length;

  test.each(["y", "Yes "])("is answered with %j to go on", async (answer) => {
    expect(await answered(answer)).toMatchObject({ code: 0 });
    expect(await roster()).toBe(2);
  });

  test.each(["", "n", "yesterday"])("is answered with %j to leave all as it is", async (answer) => {
    expect(await answered(answer)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Nothing was published\.$/),
    });
    expect(await roster()).toBe(7);
  });

  test("is not asked with --yes, which says the same", async () => {
    await published();
    const { code, err } = await publish(students("adam"), "--yes");
    expect(code).toBe(0);
    expect(err).toMatch(/^This publishing drops people, or what they handed in:\n {2}5 of 6 students/);
    expect(await roster()).toBe(2);
  });

  test("is not asked by a dry run, which says the same", async () => {
    await published();
    cloud.puts.length = 0;
    const { code, err, out } = await publish(students("adam"), "--dry-run", "--json");
    expect(code).toBe(0);
    expect(err).toMatch(/5 of 6 students[^\n]*\nWithout --dry-run, publish asks first, or needs --yes\.$/);
    expect(JSON.parse(out).losses).toEqual([expect.stringContaining("5 of 6 students")]);
    expect(cloud.puts).toEqual([]);
  });
});

describe("A test that is renamed", () => {
  const late = { "linux/late.yaml": shell["linux/shell.yaml"] };
  const halfHour = (more = ""): CourseFiles => ({
    "linux/half-hour.yaml": `${more}${late["linux/late.yaml"]}`,
  });
  const handedIn = async (): Promise<void> => {
    await published(late);
    await handIn("adam", "linux/late");
  };

  test("and was handed in is recognised by its questions, with the line that keeps what was handed in", async () => {
    await handedIn();
    expect(await refused(halfHour())).toEqual([
      "  linux/late is not in the folder any more, and 1 student handed it in (adam). What they sent in would not be graded. It looks like linux/half-hour: to keep it under that name, write this line into linux/half-hour.yaml: renamedFrom: late",
    ]);
  });

  test("and says so is published without a question, with its deadline and its earlier name in the index", async () => {
    const undated = (files: CourseFiles): CourseFiles =>
      Object.fromEntries(
        Object.entries(files).map(([file, text]) => [
          file,
          String(text).replace(/^(opens|deadline): .*\n/gm, ""),
        ]),
      );
    await published(undated(late));
    await handIn("adam", "linux/late");
    const { code, err, out } = await publish(undated(halfHour("renamedFrom: late\n")));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("tests     0 added, 1 changed, 1 unchanged, 0 removed\n  ~ linux/half-hour");
    expect(await cloud.json("course/tests.json")).toMatchObject([
      { testId: "boot" },
      {
        testId: "half-hour",
        deadline: "2026-11-23T22:00:00.000Z",
        renamedFrom: [{ subject: "linux", testId: "late" }],
      },
    ]);
    expect((await publish(undated(halfHour("renamedFrom: late\n")))).out).toContain(
      "Nothing had to be uploaded.",
    );
  });

  test("twice, or that forgets the line, is asked for with all of its names", async () => {
    await handedIn();
    await published(halfHour("renamedFrom: late\n"));
    expect(await refused(halfHour())).toEqual([
      expect.stringMatching(/write this line into linux\/half-hour\.yaml: renamedFrom: late$/),
    ]);
    const { "linux/half-hour.yaml": text } = halfHour("renamedFrom: half-hour\n");
    expect(await refused({ "linux/thirty.yaml": text })).toEqual([
      expect.stringMatching(/into linux\/thirty\.yaml: renamedFrom: \[half-hour, late\]$/),
    ]);
  });

  test("to another subject is named with it", async () => {
    await handedIn();
    expect(await refused({ "shells/one.yaml": late["linux/late.yaml"] })).toEqual([
      expect.stringMatching(/into shells\/one\.yaml: renamedFrom: linux\/late$/),
    ]);
    await published({ "shells/one.yaml": `renamedFrom: linux/late\n${late["linux/late.yaml"]}` });
  });

  test("keeps the lines of extensions.csv that call it by its earlier name", async () => {
    await handedIn();
    const line = "studentId,subject,testId,until\nadam,linux,late,2026-11-25 23:00\n";
    await published({ ...halfHour("renamedFrom: late\n"), "extensions.csv": line });
    expect(await cloud.json("students/adam/profile.json")).toMatchObject({
      extensions: [{ testId: "half-hour" }],
    });
  });
});

test("who goes off the list and had handed in is written down for the runs, until the student is back", async () => {
  await published();
  await handIn("beata", "linux/boot", "2026-11-18T10:00:00.000Z");
  await handIn("beata", "linux/boot", "2026-11-19T10:00:00.000Z");
  expect((await publish(students("adam"), "--yes")).code).toBe(0);
  expect(await cloud.json("course/removed.jsonl")).toEqual({
    studentId: "beata",
    name: "beata",
    handedIn: [{ subject: "linux", testId: "boot", receivedAt: "2026-11-19T10:00:00.000Z" }],
  });
  await published();
  expect((await cloud.bucket.get("course/removed.jsonl"))?.text).toBe("\n");
});
