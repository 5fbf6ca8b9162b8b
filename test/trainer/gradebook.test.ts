import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { neutraliseFormula } from "../../course/gradebook.ts";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";

const csv =
  'studentId,name,email,linux/boot\n007,"Wilk, Adam",adam@example.com,3.33\nbeata,Beata Sowa,b@example.com,missing\n';
const runId = "2026-11-23T22-00-00Z";
const underWay = "2026-11-30T22-00-00Z";

let cloud: CourseCloud;
beforeAll(async () => {
  cloud = await startCourseCloud();
});
afterAll(() => cloud.stop());

test("gradebook says when there is none yet", async () => {
  expect(await cloud.trainer("gradebook")).toEqual({
    code: 1,
    out: "",
    err: "No run has written a gradebook yet. Start one with: bin/trainer grade",
  });
});

describe("with a run", () => {
  beforeAll(async () => {
    await cloud.bucket.put(`runs/${runId}/gradebook.csv`, csv);
    await cloud.bucket.put(`runs/${underWay}/run.json`, "{}");
  });

  test("gradebook shows the latest there is as a table", async () => {
    expect(await cloud.trainer("gradebook")).toEqual({
      code: 0,
      out: [
        `Run ${runId}`,
        "studentId  name        email             linux/boot",
        "007        Wilk, Adam  adam@example.com  3.33",
        "beata      Beata Sowa  b@example.com     missing",
      ].join("\n"),
      err: "",
    });
  });

  test("gradebook writes CSV that a spreadsheet leaves as it is: a byte order mark, and ids as texts", async () => {
    const file = join(cloud.data, "grades.csv");
    const { code, out, err } = await cloud.trainer("gradebook", runId, "--csv", file);
    expect({ code, out, err }).toEqual({
      code: 0,
      out: "",
      err: `Run ${runId}: 2 students written to ${file}`,
    });
    expect(readFileSync(file, "utf8").split("\r\n")).toEqual([
      '\ufeff"studentId","name","email","linux/boot"',
      '"=""007""","Wilk, Adam","adam@example.com","3.33"',
      '"beata","Beata Sowa","b@example.com","missing"',
      "",
    ]);
  });

  test("gradebook gives JSON in which ids keep their zeros", async () => {
    expect(JSON.parse((await cloud.trainer("gradebook", "--json")).out)).toEqual({
      runId,
      students: [
        { studentId: "007", name: "Wilk, Adam", email: "adam@example.com", "linux/boot": "3.33" },
        { studentId: "beata", name: "Beata Sowa", email: "b@example.com", "linux/boot": "missing" },
      ],
    });
  });

  test("gradebook shows a name that looks like a formula as it is; the file's apostrophe is for spreadsheets", async () => {
    const later = "2026-12-07T22-00-00Z";
    const names = ["=1+1", "+48 123", "-x", "@SUM(A1)", "'t Hooft", "'=x"];
    const rows = names.map((name, index) => `s${index},"${neutraliseFormula(name)}",s@example.com`);
    await cloud.bucket.put(`runs/${later}/gradebook.csv`, ["studentId,name,email", ...rows, ""].join("\n"));
    const { students } = JSON.parse((await cloud.trainer("gradebook", later, "--json")).out);
    expect(students.map(({ name }: { name: string }) => name)).toEqual(names);
    const table = (await cloud.trainer("gradebook", later)).out.split("\n").slice(2);
    expect(table.map((line) => line.split(/ {2,}/)[1])).toEqual(names);
  });

  test("gradebook refuses a run without one, a name that is none, and a file it can't write", async () => {
    expect((await cloud.trainer("gradebook", underWay)).err).toContain(`Run ${underWay} has no gradebook`);
    expect(await cloud.trainer("gradebook", "../x")).toMatchObject({ code: 2 });
    const unwritable = await cloud.trainer("gradebook", "--csv", "/no/such/folder/x.csv");
    expect(unwritable).toMatchObject({ code: 1, out: "" });
    expect(unwritable.err).toContain("can't be written to /no/such/folder/x.csv");
  });
});
