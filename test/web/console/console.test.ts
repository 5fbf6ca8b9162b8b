import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendEmailCommand } from "@aws-sdk/client-ses";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { faultPlanSchema } from "local-region";
import type { Browser, Page } from "playwright-core";
import * as z from "zod";
import { fileAppeal } from "../../../adapters/appeals.ts";
import { showConsole } from "../../../bin/region/console.ts";
import { appealRefSchema } from "../../../course/appeals/appeal-ref.ts";
import type { CostLine } from "../../../course/costs/month.ts";
import { costRows } from "../../../course/costs/reckoned.ts";
import { instantSchema, runIdSchema, studentIdSchema } from "../../../course/ids.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { readCosts } from "../../../trainer/costs/class-size.ts";
import { Week } from "../../weeks/support/week.ts";
import { accessibilityFaults } from "../support/accessibility.ts";
import { startChromium } from "../support/chromium.ts";
import { describeInChromium } from "../support/describe-in-chromium.ts";
import { largeGradebook } from "../support/large-gradebook.ts";
import { type Look, looks, pictureName } from "../support/looks.ts";
import { madeUpAnalysis, madeUpProgress } from "../support/made-up-analysis.ts";
import { testPath, writeWebCourse } from "../support/web-course.ts";

jest.setTimeout(180_000);

/** Real time; the machine may be busy. */
const waitMs = 30_000;

/** Pictures of every view are put here when the variable names a folder. */
const pictures = process.env.CONSOLE_PICTURES;

/** Mails wait until the clock is moved, so that a run is seen half done. */
const lateSeconds = 60;
const lateMails = faultPlanSchema.parse({ messages: [{ queue: "MailStudent", late: 1, lateSeconds }] });

describeInChromium("The console of a region, in a browser", () => {
  let folder: string;
  let week: Week;
  let closeConsole: (() => void) | undefined;
  let browser: Browser;
  let page: Page;
  /** What went wrong in the page itself. */
  const faults: string[] = [];
  let original: string;
  let spoiled: string;

  const address = (hash: string): string => `${week.region.api}/console/${hash}`;

  const sees = async (words: string | RegExp): Promise<void> => {
    await page.getByText(words).first().waitFor({ timeout: waitMs });
  };

  const stateIs = async (name: string, status: string): Promise<void> => {
    await page.locator(`[data-state="${name}"][data-status="${status}"]`).waitFor({ timeout: waitMs });
  };

  /** Waits until so many mails have been late since the beginning. */
  const areLate = async (soMany: number): Promise<void> => {
    const words = `is delivered ${lateSeconds} s late`;
    await week.log.nth(soMany, `${soMany} mails ${words}`, (line) => line.includes(words));
  };

  /** Lets the late mails go, once there have been so many. */
  const letMailsGo = async (soMany: number): Promise<void> => {
    await areLate(soMany);
    week.clock.moveTo(week.clock.now() + lateSeconds * 1000);
  };

  const spoilWorkOf = async (student: string): Promise<void> => {
    const prefix = `${keys.submissions(studentIdSchema.parse(student))}${testPath}/`;
    for await (const key of week.bucket.list(prefix)) spoiled = key;
    original = (await week.bucket.get(spoiled))?.text ?? "";
    await week.bucket.put(spoiled, "not JSON");
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "console-"));
    const course = writeWebCourse(folder, ["ann", "bob", "cara", "dan"]);
    week = await Week.begin(course, "2026-11-17 20:05", { faults: lateMails });
    closeConsole = await showConsole(week.region, { log: (line) => faults.push(line) });
    browser = await startChromium();
    page = await browser.newPage();
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
  });

  afterAll(async () => {
    await browser?.close();
    closeConsole?.();
    await week?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  test("tells who has submitted, as they submit", async () => {
    await page.goto(address("#/tests"));
    await sees("0 of 4");
    await week.submit("ann", testPath, 4);
    await sees("1 of 4");
    await week.submit("bob", testPath, 3);
    await sees("2 of 4");
    await spoilWorkOf("bob");
  });

  test("says that the connection is lost, and is up to date once it is back", async () => {
    const other = await browser.newPage();
    await other.route("**/api/changes", (route) => route.abort());
    await other.goto(address("#/tests"));
    await other.getByText("No connection; trying again").waitFor({ timeout: waitMs });
    await other.getByText("2 of 4").waitFor({ timeout: waitMs });
    await week.submit("cara", testPath, 1);
    await other.unroute("**/api/changes");
    await other.getByText("3 of 4").waitFor({ timeout: waitMs });
    expect(await other.getByRole("status").allTextContents()).toEqual(["Live"]);
    await other.close();
  });

  test("shows a run that the schedule starts, and colours its states as they run", async () => {
    await page.goto(address("#/runs"));
    await sees("No run yet.");
    week.moveTo("2026-11-23 23:00");
    await page.getByRole("link", { name: "Mon, 23 Nov 2026, 23:00" }).click({ timeout: waitMs });
    await stateIs("Let late writes land", "running");
    await page
      .getByRole("timer")
      .getByText(/^\d+ s$/)
      .waitFor({ timeout: waitMs });
    await stateIs("Open run", "succeeded");
    await stateIs("Mail trainer", "waiting");
    const stop = page.getByRole("button", { name: "Stop the run" });
    await stop.click();
    await page.getByRole("dialog", { name: /^Stop this run\?/ }).waitFor({ timeout: waitMs });
    await sees(/bin\/trainer stop 2026-11-23T22-00-00Z --local/);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached", timeout: waitMs });
    expect(await page.locator("button:focus").textContent()).toBe("Stop the run");
  });

  test("moves the progress of the map while it runs, and knows the student who failed before the run has ended", async () => {
    const progress = page.getByRole("progressbar", { name: "Students done" });
    week.settle();
    await page
      .locator('[aria-valuetext^="1 of 4 students done, 1 failed"]')
      .waitFor({ state: "attached", timeout: waitMs });
    await sees(/bob\/.*is corrupt: it is not JSON/);
    await stateIs("Grade every student", "running");
    await page.getByRole("searchbox", { name: "Name, id or address" }).fill("cole");
    await page
      .getByRole("row", { name: "cara Cara Cole cara@example.com 1.25" })
      .waitFor({ timeout: waitMs });
    await letMailsGo(3);
    await stateIs("Mail trainer", "succeeded");
    expect(await progress.getAttribute("aria-valuetext")).toBe("4 of 4 students done, 1 failed");
    await page.getByRole("button", { name: "Stop the run" }).waitFor({ state: "detached", timeout: waitMs });
  });

  test("shows the student's own execution, event by event, without the task's token", async () => {
    await page
      .getByRole("table", { name: /whose task failed/ })
      .getByRole("link", { name: "bob" })
      .click();
    await stateIs("Student failed", "failed");
    await sees("TaskScheduled");
    for (const summary of await page.locator("summary").all()) await summary.click();
    await sees("(hidden: it is a credential)");
    expect(await page.locator("pre").allTextContents()).not.toContainEqual(
      expect.stringMatching(/"token": "(?!\(hidden)/),
    );
  });

  test("opens a state of the run with its input, output and attempts, and keeps it in the address", async () => {
    await page.goBack();
    await page.getByRole("link", { name: "Open run: succeeded" }).press("Enter");
    const detail = page.locator(".state-detail");
    await detail.getByRole("heading", { name: "Open run" }).waitFor({ timeout: waitMs });
    expect(await detail.locator("h3:focus").count()).toBe(1);
    expect(await detail.getByRole("row").nth(1).textContent()).toMatch(/^1\d\d:\d\d:\d\d/);
    await detail.getByText('"landedBy"').first().waitFor({ timeout: waitMs });
    await page.reload();
    await detail.getByText('"landedBy"').first().waitFor({ timeout: waitMs });
    await detail.getByRole("link", { name: "Close" }).click();
    await detail.waitFor({ state: "detached", timeout: waitMs });
    await page.getByText(/^\d+ events$/).click();
    await sees("ExecutionStarted");
    const timeline = page.getByRole("table", { name: /^Timeline/ });
    expect((await timeline.getByRole("rowheader").allTextContents())[0]).toBe("Open run");
  });

  test("finds and sorts the students of a run that has ended", async () => {
    const table = page.getByRole("table", { name: /^Scores of this run/ });
    await page.getByRole("button", { name: "name" }).click({ timeout: waitMs });
    await table
      .getByRole("columnheader", { name: /^name/ })
      .and(page.locator('[aria-sort="descending"]'))
      .waitFor();
    await sees("4 students");
    // The header says at once what was asked for; the rows come with the server's answer.
    await table.getByRole("rowheader").first().getByText("dan").waitFor({ timeout: waitMs });
    expect(await table.getByRole("rowheader").allTextContents()).toEqual(["dan", "cara", "bob", "ann"]);
    await page.getByRole("searchbox", { name: "Name, id or address" }).fill("brook");
    await sees("1 student");
    expect(await table.getByRole("rowheader").allTextContents()).toEqual(["bob"]);
    // Back to the failed student, from where the next test goes on.
    await page
      .getByRole("table", { name: /whose task failed/ })
      .getByRole("link", { name: "bob" })
      .click();
  });

  test("resumes the failed students by a button, and goes to the run that does it", async () => {
    await week.bucket.put(spoiled, original);
    await page.goBack();
    await page.goto(address("#/settle"));
    await page
      .getByRole("row", { name: /^Bob Brook linux\/processes not graded/ })
      .waitFor({ timeout: waitMs });
    await page.goBack();
    await page.getByRole("button", { name: "Grade 1 failed student again" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Grade 1 failed student again" }).click();
    await sees(/-resume-1$/);
    await letMailsGo(4);
    await stateIs("Mail trainer", "succeeded");
    await page.locator('[aria-valuetext="1 of 1 student done, 0 failed"]').waitFor({ state: "attached" });
    expect(await page.getByRole("heading", { name: "Failed students" }).count()).toBe(0);
    expect(await week.mailsTo("bob")).toHaveLength(1);
    const resumed = page.getByRole("link", { name: /T\d\d-00-00Z$/ });
    await resumed.click();
    await page.getByRole("link", { name: /-resume-1$/ }).click();
    await resumed.waitFor({ timeout: waitMs });
  });

  test("lists what each run has graded, failures among it, and which run it resumes", async () => {
    await page.goto(address("#/runs"));
    const rows = page.getByRole("table", { name: /^Grading runs/ }).getByRole("row");
    await rows.nth(2).waitFor({ timeout: waitMs });
    const [resumption, run] = (await rows.allTextContents()).slice(1);
    expect(resumption).toMatch(/Processes and the kernel · resumes 2026-.*1 of 1 done/);
    expect(run).toMatch(
      /Processes and the kernel · 1 failed test · resumed by 2026-.*-resume-1.*3 of 4 done, 1 failed/,
    );
  });

  test("settles a mail after a question, and of two consoles one only", async () => {
    const mail = keys.trainerMail(runIdSchema.parse("2026-11-23T22-00-00Z"), "gradebook");
    const sent = (await week.bucket.get(mail))?.text ?? "";
    await week.bucket.put(mail, JSON.stringify({ state: "claimed", runId: "2026-11-23T22-00-00Z" }));
    week.clock.moveTo(week.clock.now() + 6 * 60_000);
    const other = await browser.newPage();
    const settle = async (at: Page, words: string): Promise<void> => {
      await at.getByRole("button", { name: "It came 2026-11-23T22-00-00Z/gradebook" }).click();
      await at.getByRole("dialog").getByRole("button", { name: "It came" }).click();
      await at.getByText(words).waitFor({ timeout: waitMs });
    };
    for (const at of [page, other]) {
      await at.goto(address("#/settle"));
      await at.getByText("Every run has graded and mailed all of its students.").waitFor({ timeout: waitMs });
      await at.getByRole("button", { name: /^It came/ }).waitFor({ timeout: waitMs });
    }
    await settle(page, "Recorded: 2026-11-23T22-00-00Z/gradebook was sent.");
    await settle(other, "2026-11-23T22-00-00Z/gradebook was sent already; nothing was done.");
    await other.close();
    await week.bucket.put(mail, sent);
  });

  test("prices the run line by line, from what was counted", async () => {
    await page.goto(address("#/runs"));
    await page.getByRole("link", { name: "Mon, 23 Nov 2026, 23:00" }).last().click();
    const line = (service: string) =>
      page
        .getByRole("row", { name: new RegExp(`^${service} `) })
        .getByRole("cell")
        .allTextContents();
    await page.getByRole("row", { name: /^SES / }).waitFor({ timeout: waitMs });
    // Two scores and the gradebook.
    expect(await line("SES")).toEqual(["3 mails", "$0.16 per 1,000", "$0.000480"]);
    expect(await line("EventBridge Scheduler")).toEqual(["1 start", "$1.00 per 1,000,000", "$0.000001"]);
  });

  test("tells what a month costs, and the last run, as the command does", async () => {
    await page.goto(address("#/cost"));
    await sees("4 students with 1 test a week, in us-east-1.");
    const { month, lastRun } = await readCosts(week.bucket);
    const rows = async (name: string): Promise<string[]> =>
      (await page.getByRole("table", { name }).getByRole("row").allTextContents()).slice(1);
    const texts = (lines: readonly CostLine[], columns: number): string[] =>
      costRows(lines).map((row) => row.slice(0, columns).join(""));
    expect(await rows("Cost of a month, line by line")).toEqual(texts(month, 4));
    expect(await rows("Cost of the last run, line by line")).toEqual(texts(lastRun?.lines ?? [], 3));
    await sees("bin/trainer cost --local");
  });

  test("shows how scores are spread, and how each question was answered", async () => {
    await page.goto(address(`#/tests/${testPath}`));
    const rows = page.getByRole("table", { name: "How many students have which score" }).getByRole("row");
    await rows.first().waitFor({ state: "attached", timeout: waitMs });
    expect((await rows.allTextContents()).slice(1)).toEqual([
      "51 student",
      "3.751 student",
      "2.50 students",
      "1.251 student",
      "00 students",
    ]);
    const parts = page.getByRole("table", { name: "Which part of its points each question gave" });
    expect(await parts.getByRole("cell", { name: "%" }).allTextContents()).toEqual([
      "100%",
      "66.67%",
      "66.67%",
      "33.33%",
    ]);
    await sees("Too few to judge: with fewer than 20 students, chance looks like a fault.");
    await sees("Missed: 1 student");
  });

  test("names a wrong key with the reason, leads to its answers, and says what to do", async () => {
    await page.route("**/analysis", (route) => route.fulfill({ json: madeUpAnalysis() }));
    await page.goto(address(`#/tests/${testPath}`));
    await page.reload();
    await sees(/^Suspect key The \d+ students who answered a/);
    await sees(/then bin\/trainer grade --again linux\/processes/);
    await page.getByRole("button", { name: "4. Text of q4?" }).click();
    expect(await page.evaluate("document.activeElement.textContent")).toContain("4. Text of q4?");
    const rows = page.getByRole("table", { name: "Answers to question 4" }).getByRole("row");
    expect((await rows.allTextContents())[1]).toMatch(/^a Body of a\d+ \d+%\+0\.\d\d$/);
    const link = page.getByRole("link", { name: "Who would change if a were right?" }).first();
    expect(await link.getAttribute("href")).toBe(`#/tests/${testPath}/regrade/q4/a`);
    await page.unroute("**/analysis");
  });

  test("shows before anything is done who would change if another choice were right, and by the published key", async () => {
    await page.goto(address(`#/tests/${testPath}/regrade/q2/a`));
    await sees("If a were right in q2");
    const rows = page.getByRole("table", { name: /^Scores that would change/ }).getByRole("row");
    await rows.first().waitFor({ state: "attached", timeout: waitMs });
    expect((await rows.allTextContents()).slice(1)).toEqual([
      "Ann Ames53.75",
      "Bob Brook3.752.5",
      "Cara Cole1.252.5",
    ]);
    await sees(/--dry-run --if q2=a/);
    await page.getByRole("link", { name: "the same by the published key" }).click();
    await sees("No score would change.");
    await page.getByRole("button", { name: "Grade this test again" }).click();
    await sees("Grade linux/processes again for everybody, by the published key?");
    await page.getByRole("button", { name: "Do nothing" }).click();
  });

  test("has every student's scores, in any order, for a spreadsheet too", async () => {
    await page.goto(address("#/gradebook"));
    const names = page.locator(".sheet tbody th");
    await page.getByRole("button", { name: /^Average/ }).click({ timeout: waitMs });
    expect(await names.allTextContents()).toEqual(["Ann Ames", "Bob Brook", "Cara Cole", "Dan Dale"]);
    await page.getByRole("button", { name: /^Average/ }).press("Enter");
    expect(await names.allTextContents()).toEqual(["Dan Dale", "Cara Cole", "Bob Brook", "Ann Ames"]);
    const downloading = page.waitForEvent("download", { timeout: waitMs });
    await page.getByRole("link", { name: "Download CSV" }).click();
    const csv = readFileSync(await (await downloading).path(), "utf8");
    expect(csv).toContain('"bob","Bob Brook","bob@example.com","3.75","3.75","5","75"');
    await page.getByRole("searchbox", { name: "Name, id or address" }).fill("brook");
    await sees("1 student, 1 test");
    await page.getByRole("link", { name: "Bob Brook" }).click();
    await page.getByRole("img", { name: /Processes and the kernel: 3.75 of 5/ }).waitFor({ timeout: waitMs });
    await sees(/^test opened; score$|^score$/);
  });

  test("shows the course over the weeks: who hands in, and mean scores", async () => {
    await page.goto(address("#/progress"));
    await sees("Missed tests and falling scores: 0 of 4 students");
    const cell = (table: string) => page.getByRole("table", { name: table }).getByRole("cell").last();
    expect(await cell("Tests handed in").textContent()).toBe("75% (3 of 4)");
    expect(await cell("Mean scores of those who handed in").textContent()).toBe("66.7%");
  });

  test("draws only the rows of a large gradebook that are in sight", async () => {
    const other = await browser.newPage();
    const large = largeGradebook(400, 120);
    await other.route("**/api/course/gradebook?**", (route) => route.fulfill({ json: large }));
    await other.goto(address("#/gradebook"));
    await other.getByRole("link", { name: "Student 0000" }).waitFor({ timeout: waitMs });
    expect(await other.locator(".sheet tbody tr").count()).toBeLessThan(60);
    await other.evaluate("document.querySelector('.sheet-box').scrollTo(0, 1e6)");
    await other.getByRole("link", { name: "Student 0399" }).waitFor({ timeout: waitMs });
    expect(await other.locator(".sheet tbody tr").count()).toBeLessThan(60);
    expect(await other.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
    if (pictures) await other.screenshot({ path: join(pictures, "console-large-gradebook.png") });
    await other.close();
  });

  test("has the mails, each as its reader sees it", async () => {
    await page.goto(address("#/inbox"));
    await sees("5 mails");
    await page.getByRole("searchbox", { name: "Subject or address" }).fill("bob@");
    await sees(/^1 mail$/);
    await page.getByRole("link", { name: /score for “Processes/ }).click();
    const mail = page.frameLocator("iframe");
    await mail.getByText("3.75 out of 5").filter({ visible: true }).first().waitFor({ timeout: waitMs });
  });

  test("opens a mail's link beside the console, as a mail client does", async () => {
    const html = `<html><head><title>m</title></head><body><a href="${address("#/tests")}">your tests</a></body></html>`;
    await week.aws.ses.send(
      new SendEmailCommand({
        Source: "no-reply@example.com",
        Destination: { ToAddresses: ["ann@example.com"] },
        Message: { Subject: { Data: "A mail with a link" }, Body: { Html: { Data: html } } },
      }),
    );
    await page.goto(address("#/inbox"));
    await page.getByRole("link", { name: "A mail with a link" }).click({ timeout: waitMs });
    const opening = page.context().waitForEvent("page", { timeout: waitMs });
    await page.frameLocator("iframe").getByRole("link", { name: "your tests" }).click({ timeout: waitMs });
    const beside = await opening;
    await beside.getByRole("heading", { name: "Tests" }).waitFor({ timeout: waitMs });
    await beside.close();
  });

  test("can be attacked by no page of another site: it reads no mail, sends none, deletes nothing", async () => {
    const { aws, inbox, outputs } = week.region;
    const credential = "owner/20261123/us-east-1";
    const signature =
      "X-Amz-Expires=60&X-Amz-Date=20261123T000000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=00";
    const attacks = [
      `${inbox}/store`,
      address("api/mails"),
      `post ${inbox}/clear-store`,
      `post ${aws}/?X-Amz-Credential=${credential}/ses/aws4_request&${signature}`,
      `post ${aws}/${outputs.BucketName}?delete&X-Amz-Credential=${credential}/s3/aws4_request&${signature}`,
      `post ${address("api/runs")}`,
      `post ${address("api/settle")}`,
      `post ${week.region.api}/api/v1/tests`,
    ];
    const submit = (url: string): string => `
      const form = document.createElement("form");
      Object.assign(form, { method: "post", action: ${JSON.stringify(url)} });
      form.innerHTML = '<input name="Action" value="SendEmail"><input name="Source" value="a@example.com"><input name="Destination.ToAddresses.member.1" value="b@example.com"><input name="Message.Subject.Data" value="evil">';
      document.body.append(form);
      form.submit();`;
    const evil = createServer((_, response) => response.end("<!doctype html><title>Win a prize</title>"));
    await once(evil.listen(0, "127.0.0.1"), "listening");
    const place = z.object({ port: z.number() }).parse(evil.address());
    const visitor = await browser.newPage();
    const visit = (host: string) => visitor.goto(`http://${host}:${place.port}/`);
    for (const host of ["localhost", "127.0.0.1"]) {
      for (const attack of attacks) {
        const url = attack.replace("post ", "");
        await visit(host);
        const answered = visitor.waitForResponse((response) => response.url().startsWith(url), {
          timeout: waitMs,
        });
        const isPost = attack.startsWith("post ");
        await visitor.evaluate(isPost ? submit(url) : `location.href = ${JSON.stringify(url)}; undefined`);
        expect([attack, (await answered).status()]).toEqual([attack, 403]);
        await visitor.waitForURL((at) => at.href.startsWith(url), { timeout: waitMs });
      }
      const read = `fetch(${JSON.stringify(`${inbox}/store`)}).then((answer) => answer.text(), () => "refused")`;
      await visit(host);
      expect(await visitor.evaluate(read)).toBe("refused");
    }
    // A link leads to the students' page all the same, as from a mail.
    await visit("localhost");
    await visitor.evaluate(`location.href = ${JSON.stringify(`${week.region.api}/`)}`);
    await visitor.waitForURL(`${week.region.api}/`, { timeout: waitMs });
    await visitor.close();
    evil.closeAllConnections();
    evil.close();
    expect(await week.bucket.get(keys.roster)).toBeDefined();
    await page.goto(address("#/inbox"));
    await page.getByRole("searchbox", { name: "Subject or address" }).fill("evil");
    await sees(/^No mail/);
  });

  test("shows what students object to, and answers it as the command does", async () => {
    const ref = (questionId: string) =>
      appealRefSchema.parse({ studentId: "ann", subject: "linux", testId: "processes", questionId });
    const at = instantSchema.parse("2026-11-24T08:00:00.000Z");
    await fileAppeal(week.bucket, ref("q1"), "<b>Two</b> are right:\nsee the man page.", at);
    await fileAppeal(week.bucket, ref("q2"), "exec is right too.", at);
    await page.goto(address("#/appeals"));
    await sees("<b>Two</b> are right:");
    const first = page.locator("section", { hasText: "q1" });
    await first.getByRole("button", { name: /^Accept/ }).click();
    await sees("Write an answer; the student reads it.");
    await first.getByRole("textbox").fill("You are right.");
    await first.getByRole("button", { name: /^Accept/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Accept", exact: true }).click();
    await sees(/^Ada Nowak accepted it,/);
    await sees('For this student alone: bin/trainer score ann linux/processes VALUE --because "..."');
    expect(await first.locator("div:focus").textContent()).toContain("For everybody: mend q1");
    await page.reload();
    await sees("exec is right too.");
    expect(await page.getByText("You are right.").count()).toBe(0);
    await page.getByRole("checkbox", { name: "The answered ones too" }).check();
    await sees("You are right.");
    const mail = (await week.inbox()).at(-1);
    expect([mail?.subject, mail?.text.includes("You are right.")]).toEqual([
      "Answer about a question of “Processes and the kernel”",
      true,
    ]);
  });

  test("stops a run after a question, and resumes it after another", async () => {
    await page.goto(address(`#/tests/${testPath}/regrade`));
    const confirm = async (name: string): Promise<void> => {
      await page.getByRole("button", { name }).click({ timeout: waitMs });
      await page.getByRole("dialog").getByRole("button", { name }).click();
    };
    await confirm("Grade this test again");
    await stateIs("Grade every student", "running");
    await areLate(8);
    await confirm("Stop the run");
    await page.locator(".tag").getByText("aborted", { exact: true }).first().waitFor({ timeout: waitMs });
    await stateIs("Grade every student", "stopped");
    await confirm("Resume the run");
    await sees(/-again-1-resume-1$/);
    await letMailsGo(12);
    await stateIs("Mail trainer", "succeeded");
    await page.locator("dl").getByText("First run of the deadline").waitFor({ timeout: waitMs });
    await page.getByRole("link", { name: "2026-11-23T22-00-00Z", exact: true }).click();
    await page.getByRole("link", { name: /-again-1-resume-1$/ }).click({ timeout: waitMs });
    await page.getByRole("button", { name: /the run$/ }).waitFor({ state: "detached", timeout: waitMs });
  });

  test("lists a refused mail and dead letters, each with what to do", async () => {
    const [run] = await Array.fromAsync(week.bucket.list("runs/")).then((all) =>
      all.filter((key) => key.endsWith("-again-1-resume-1/report.json")),
    );
    const report = JSON.parse((await week.bucket.get(run ?? ""))?.text ?? "");
    const test = { subject: "linux", testId: "processes", revision: 1 };
    const refused = {
      ...test,
      studentId: "dan",
      name: "Dan Dale",
      status: "refused",
      reason: "no such address",
    };
    report.mails.problems.push(refused);
    await week.bucket.put(run ?? "", JSON.stringify(report));
    await week.bucket.put(
      keys.mail(
        studentIdSchema.parse("dan"),
        { ...appealRefSchema.parse({ ...test, studentId: "dan", questionId: "q1" }) },
        1,
      ),
      JSON.stringify({ state: "refused", runId: report.runId, reason: "no such address" }),
    );
    const MessageBody = JSON.stringify({ scheduledTime: "2026-11-30T22:00:00Z" });
    await week.aws.sqs.send(
      new SendMessageCommand({ QueueUrl: week.region.outputs.UndeliveredUrl, MessageBody }),
    );
    await page.goto(address("#/settle"));
    await page
      .getByRole("row", { name: /^Dan Dale linux\/processes mail refused/ })
      .waitFor({ timeout: waitMs });
    await page.getByRole("button", { name: "Told by other means dan/linux/processes/1" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Do nothing" }).click();
    await sees("start what a schedule starts, planned for 2026-11-30T22:00:00Z");
  });

  test("no view has a fault of accessibility or is wider than the screen, on phone and laptop, light and dark", async () => {
    const [run = "", child = ""] = await failedStudent();
    const views = {
      runs: "#/runs",
      run: `#/runs/${run}`,
      student: `#/runs/${run}/students/${child}`,
      gradebook: "#/gradebook",
      appeals: "#/appeals",
      person: "#/gradebook/bob",
      progress: "#/progress",
      tests: "#/tests",
      test: `#/tests/${testPath}`,
      regrade: `#/tests/${testPath}/regrade/q2/a`,
      settle: "#/settle",
      cost: "#/cost",
      inbox: "#/inbox",
      mail: await mailTo("bob@"),
      nowhere: "#/nowhere",
    };
    await page.route("**/analysis", (route) => route.fulfill({ json: madeUpAnalysis() }));
    await page.route("**/course/progress", (route) => route.fulfill({ json: madeUpProgress() }));
    for (const [view, hash] of Object.entries(views)) {
      await page.goto(address(hash));
      await page.getByText("Loading …").first().waitFor({ state: "detached", timeout: waitMs });
      for (const look of looks) await looksRight(view, look);
    }
    await page.unrouteAll();
  });

  test("deletes dead letters after a question", async () => {
    await page.goto(address("#/settle"));
    await page.getByRole("button", { name: /^Delete Starts/ }).click({ timeout: waitMs });
    await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
    await sees("Deleted 1 message.");
    await page.getByRole("button", { name: "Look again for dead letters" }).click();
    await sees("Everything was delivered.");
  });

  test("nothing went wrong in the page, and nothing was loaded against its policy", () => {
    expect(faults).toEqual([]);
  });

  const looksRight = async (view: string, look: Look): Promise<void> => {
    const { size, viewport, scheme } = look;
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: scheme });
    // A table draws the rows that are in sight once it knows its size.
    await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    const found = await accessibilityFaults(page, scheme === "light" ? "all" : "colours");
    const wider = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect({ view, size, scheme, found, wider }).toEqual({ view, size, scheme, found: [], wider: 0 });
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, pictureName(`console-${view}`, look)), fullPage: true });
  };

  /** The console's address of the latest mail to somebody. */
  const mailTo = async (reader: string): Promise<string> => {
    await page.goto(address("#/inbox"));
    await page.getByRole("searchbox", { name: "Subject or address" }).fill(reader);
    await sees(/^1 mail$/);
    return (await page.getByRole("table").getByRole("link").first().getAttribute("href")) ?? "";
  };

  /** Names of the scheduled run's execution and of bob's in it. */
  const failedStudent = async (): Promise<readonly string[]> => {
    await page.goto(address("#/runs"));
    await page.getByRole("link", { name: "Mon, 23 Nov 2026, 23:00" }).last().click();
    const link = page.getByRole("table", { name: /whose task failed/ }).getByRole("link", { name: "bob" });
    const href = (await link.getAttribute("href", { timeout: waitMs })) ?? "";
    return [/runs\/([^/]+)/.exec(href)?.[1] ?? "", /students\/([^/]+)/.exec(href)?.[1] ?? ""];
  };
});
