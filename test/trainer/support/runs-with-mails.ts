import { aTest, mondayRun, profile, rosterLine, runId, settings } from "../../tasks/support/course.ts";
import { graded, mail as mailOutcome } from "../../tasks/support/outcomes.ts";
import type { CourseCloud } from "./course-cloud.ts";

export const failedRun = runId("2026-11-30T22-00-00Z");

const runRecord = (id: string, status: string, more: object = {}) => ({
  runId: id,
  executionArn: `arn:${id}`,
  cutoff: "2026-11-23T22:00:00.000Z",
  resumes: null,
  status,
  students: 3,
  ...more,
});
const problem = (studentId: string, status: "unknown" | "not-sent" | "refused") => ({
  ...mailOutcome(status),
  studentId,
  name: studentId,
});
export const gradeOf = (studentId: string, revision = 1) => ({
  ...graded(),
  studentId,
  revision,
  submissionId: "0".repeat(32),
  runId: mondayRun,
  answers: [],
});

/** Monday's run is closed, with four mails that its report says are open; another run failed before it was closed. */
export const storeRuns = async (cloud: CourseCloud): Promise<void> => {
  const put = (key: string, value: unknown) =>
    cloud.bucket.put(key, typeof value === "string" ? value : JSON.stringify(value));
  await put("course/settings.json", settings);
  await put("course/tests.json", [aTest("t1")]);
  const problems = [
    problem("ann", "unknown"),
    problem("bob", "unknown"),
    problem("cid", "not-sent"),
    problem("dan", "refused"),
  ];
  await put(`runs/${mondayRun}/run.json`, runRecord(mondayRun, "closed"));
  await put(`runs/${mondayRun}/report.json`, {
    runId: mondayRun,
    students: 4,
    tests: [],
    missing: [],
    failed: [],
    mails: { sent: 0, problems },
  });
  await put(
    `runs/${mondayRun}/gradebook.csv`,
    '"studentId","name","email"\r\n"ann","Ann","a@example.com"\r\n',
  );
  const failure = { error: "LedgerNotClosed", cause: "1 + 0 is not 2" };
  await put(`runs/${failedRun}/run.json`, runRecord(failedRun, "failed", { failure }));
  await put(`runs/${failedRun}/roster.jsonl`, `${JSON.stringify(rosterLine("eva"))}\n`);
  for (const id of ["ann", "eva"]) {
    await put(`students/${id}/profile.json`, profile(id));
    await put(`students/${id}/grades/linux/t1.json`, gradeOf(id));
  }
};
