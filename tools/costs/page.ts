import { dollarsOf, linesOfMonth, partsOfMonth, unitsOfRun } from "../../course/costs/month.ts";

const cents = (dollars: number): string => dollars.toFixed(2);
const classes = [30, 300, 3000];

const month = (students: number, hasReminders: boolean) => {
  const lines = linesOfMonth({ students, testsPerWeek: 1, hasReminders, hasDashboard: false });
  const sum = (of: "list" | "afterFree") => cents(lines.reduce((total, line) => total + line[of], 0));
  return [sum("list"), sum("afterFree")];
};

const months = classes.map(
  (students) => `| ${students} | ${[...month(students, false), ...month(students, true)].join(" | ")} |`,
);

const parts = Object.entries(
  partsOfMonth({ students: 30, testsPerWeek: 1, hasReminders: true, hasDashboard: false }),
).map(([part, units]) => `| ${part} | ${dollarsOf(units).toFixed(3)} |`);

const run = dollarsOf({ ...unitsOfRun({ students: 1000, tests: 1 }), mails: 0 }).toFixed(3);

/** docs/costs.md. */
export const costsPage = (): string => `# What it costs on AWS

\`bin/trainer cost\` reckons a month and the last run of a published course, line by line; \`bin/trainer cost --students 300\` any class's. This page is
made from the same table (\`npm run costs\`). Prices are list prices of us-east-1 in US dollars, November 2026.

A month of one test a week. "Free" is what is left to pay when the account uses nothing else of the free tier that never ends.

| Students | list | free | with reminders: list | free |
|---|---|---|---|---|
${months.join("\n")}

Of the 30 students' month with reminders, at list price:

| | $ |
|---|---|
${parts.join("\n")}

A grading run of 1,000 students with one test each costs ${run} $ beside its mails (SES: 0.16 $ for 1,000). The student's child execution is its
start and two steps, 0.075 $. Four writes and one list on S3 for each student are 0.025 $: the grade, the list of scores, the mail's
claim before it is sent and its mark after, and the list of what was submitted. Each of them keeps something from being lost or
done twice, so they stay.

## What costs while nobody does anything

- Lambda asks the two queues of work all the time, about 15 times a minute each. Dead letters are not polled.
- Ten metrics that alarms read, 0.10 $ each; ten are free. What tells of runs are rules of EventBridge, which cost nothing.
- No key of KMS (1 $ a month): alarms name no student. No dashboard, unless \`dashboard: true\` asks for one (the fourth of an account
  costs 3 $). No metrics of each API method.
- A web ACL in front of the API would be 5 $ a month and 1 $ for each rule: three times all of the above. The [runbook](runbook.md) says when
  to add one for a time.

## What tells of what

Each fault that would otherwise stay silent, and what tells the trainer of it by mail.

| Fault | Told by |
|---|---|
| a run fails, times out, is stopped | rule RunFailed, RunTimedOut, RunAborted; a failed run mails the trainer itself, too |
| a run was never started, or hangs | alarm RunOverdue, six hours after the deadline |
| the schedule can't start a run | alarms ScheduleUndelivered, RunOverdue |
| a function throws, crashes or times out | alarm FunctionErrors |
| a message crashes its worker each time | alarm FunctionErrors; the student is \`failed\` in the run's report and mail |
| a worker can't start at all | alarms FunctionErrors, DeadLetters |
| mails not sent, or of unknown fate | alarm MailsToSettle; the run's report and mail name each |
| a student is lost or counted twice | the run fails (LedgerNotClosed): rule RunFailed |
| the API answers with server errors | alarm ApiServerErrors |
| somebody tries keys; somebody floods the API | alarms AccessRefused, CallsTooFast |
| mails bounce, or are called spam | alarms BounceRate, ComplaintRate |

## How it is reckoned

\`course/costs/month.ts\` has what one student, one test and one run use. Calls, messages and state transitions were counted in the local
region (\`npm run bench\`), which counts each call by the right that it needs. The time of functions is an estimate: 25 ms for each call
of an AWS service. Nothing of this was held against a bill of AWS.
`;
