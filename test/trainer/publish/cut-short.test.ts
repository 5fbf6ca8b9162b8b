import { expect, test } from "@jest/globals";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { planPublish } from "../../../trainer/publish/plan.ts";
import { readPublished } from "../../../trainer/publish/published.ts";
import { type PublishStore, upload } from "../../../trainer/publish/upload.ts";
import type { CourseCloud } from "../support/course-cloud.ts";
import { type CourseFiles, goodCourse } from "../support/course-files.ts";
import { publishing } from "../support/publishing.ts";

const { cloud, folders, publish } = publishing();

const profile = async (id: string): Promise<object> =>
  Object(await cloud().json(`students/${id}/profile.json`));

const adamAlone = { "students.csv": "studentId,email,name\nadam,adam@example.com,Adam Wilk\n" };

/** Ends a publishing when it has written a key, as SIGINT does. */
const cutShort = async (changes: CourseFiles, lastKey: string): Promise<void> => {
  cloud().puts.length = 0;
  cloud().cutOff(() => cloud().puts.includes(lastKey));
  expect((await publish(changes, "--yes")).code).toBe(1);
  cloud().cutOff(() => false);
  cloud().puts.length = 0;
};

test("students whom a publishing that was cut short took off the list are back when the old folder is published", async () => {
  await publish();
  await cutShort(adamAlone, "students/beata/profile.json");
  expect(await profile("beata")).toMatchObject({ onList: false });
  const { code, out, err } = await publish();
  expect(code).toBe(0);
  expect(await profile("beata")).toMatchObject({ onList: true });
  expect(out).not.toContain("Nothing had to be uploaded.");
  expect(err).toContain("every student's profile is compared with the list");
  expect(cloud().puts.filter((key) => key.startsWith("students/"))).toEqual(["students/beata/profile.json"]);
  expect(await publish()).toMatchObject({
    err: "",
    out: expect.stringContaining("Nothing had to be uploaded."),
  });
});

test("extensions that a publishing brought which was cut short are gone when the old folder is published", async () => {
  await publish();
  const line = "studentId,subject,testId,until\nadam,linux,boot,2026-11-25 23:00\n";
  await cutShort({ "extensions.csv": line }, "students/adam/profile.json");
  expect(await profile("adam")).toMatchObject({ extensions: [{ testId: "boot" }] });
  await publish();
  expect(await profile("adam")).toMatchObject({ extensions: [] });
});

test("who came onto the list by a publishing that was cut short is off it when the old folder is published", async () => {
  await publish();
  const celina = `${goodCourse["students.csv"]}celina,celina@example.com,Celina\n`;
  await cutShort({ "students.csv": celina }, "students/celina/profile.json");
  expect(await profile("celina")).toMatchObject({ onList: true });
  await publish();
  expect(await profile("celina")).toMatchObject({ onList: false });
});

test("a dry run after a publishing that was cut short says so and mends nothing", async () => {
  await publish();
  await cutShort(adamAlone, "students/beata/profile.json");
  const { err } = await publish({}, "--dry-run");
  expect(err).toContain("An earlier publishing did not end");
  expect(cloud().puts).toEqual([]);
  expect(await profile("beata")).toMatchObject({ onList: false });
});

const prepare = async (changes: CourseFiles) => {
  const course = readCourse(folders.make(changes));
  const published = await readPublished(cloud().bucket);
  return (store: PublishStore) => upload(store, course, published, planPublish(course, published));
};

const moved = { "students.csv": goodCourse["students.csv"].replace("adam@", "a.wilk@") };

test("of two publishings that compared the same, the later writes no profile", async () => {
  await publish();
  const [first, second] = [await prepare(adamAlone), await prepare(moved)];
  await first(cloud().bucket);
  await expect(second(cloud().bucket)).rejects.toThrow("Somebody else published at the same time");
  expect(await profile("adam")).toMatchObject({ email: "adam@example.com" });
});

test("what the loser of two simultaneous publishings wrote is mended by the next one", async () => {
  await publish();
  const loser = await prepare(moved);
  await expect(loser(overtakenAtRoster(cloud().bucket))).rejects.toThrow("(course/roster.jsonl has changed)");
  expect(await profile("adam")).toMatchObject({ email: "a.wilk@example.com" });
  await publish();
  expect(await profile("adam")).toMatchObject({ email: "adam@example.com" });
});

/** A bucket in which somebody else writes the roster just before this publishing does. */
const overtakenAtRoster = (bucket: CourseCloud["bucket"]): PublishStore => ({
  get: (key) => bucket.get(key),
  getAged: (key) => bucket.getAged(key),
  create: (key, text) => bucket.create(key, text),
  put: (key, body) => bucket.put(key, body),
  open: (key) => bucket.open(key),
  list: (prefix) => bucket.list(prefix),
  lines: (key) => bucket.lines(key),
  modifiedAt: (key) => bucket.modifiedAt(key),
  now: () => bucket.now(),
  replace: async (key, text, etag) => {
    const roster = await bucket.get("course/roster.jsonl");
    if (key === "course/roster.jsonl") await bucket.put(key, `${roster?.text}\n`);
    return bucket.replace(key, text, etag);
  },
});
