import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { studentIdSchema } from "../../../course/ids.ts";
import { invitationLink } from "../../../course/invitation.ts";
import { keys } from "../../../course/storage-keys.ts";
import { api } from "../../../course/words/en.ts";
import { PageBucket } from "../../../trainer/aws/page-bucket.ts";
import { publishPage, studentPage } from "../../../trainer/page/publish-page.ts";
import { Week } from "../../weeks/support/week.ts";
import { startChromium } from "../support/chromium.ts";
import { describeInChromium } from "../support/describe-in-chromium.ts";
import { StudentDevice, waitMs } from "../support/page-at-work.ts";
import {
  oncePath,
  onceTitle,
  testPath,
  testTitle,
  writeFurtherTests,
  writeWebCourse,
} from "../support/web-course.ts";

jest.setTimeout(300_000);

/** Pictures of every view are put here when the variable names a folder. */
const pictures = process.env.STUDENT_PICTURES;

const students = ["ann", "bob", "cara", "dan", "eve", "fay", "gus", "hal", "ida"];

describeInChromium("The students' page in a browser", () => {
  let folder: string;
  let week: Week;
  let browser: Browser;
  let device: StudentDevice;

  const invitation = (student: string): string =>
    invitationLink(week.region.outputs.PageUrl ?? "", studentIdSchema.parse(student));

  /** Opens the invitation's link, and gives the key that the page asks for. */
  const signIn = async (student: string, on = device): Promise<void> => {
    await on.page.goto(invitation(student));
    await on.page.getByLabel("Your key").fill(week.keyOf(student));
    await on.press("Show my tests");
    await on.page.getByRole("button", { name: "Sign out" }).waitFor();
  };

  const submissionsOf = (student: string): Promise<string[]> =>
    Array.fromAsync(week.bucket.list(keys.submissions(studentIdSchema.parse(student))));

  /** Opens the invitation and goes to the questions of the first test. */
  const beginTest = async (student: string, on = device): Promise<void> => {
    await signIn(student, on);
    await on.isAt("Your tests");
    await on.page.locator(`a[href="#/test/${testPath}"]`).click();
    await on.isAt(testTitle);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "student-page-"));
    writeWebCourse(folder, students);
    writeFurtherTests(folder);
    week = await Week.begin(folder, "2026-11-17 20:05");
    const settings = JSON.stringify({ ...week.course.settings, feedback: true });
    await week.bucket.put(keys.settings, settings);
    const bucket = new PageBucket(week.aws.s3, week.region.outputs.PageBucketName ?? "");
    await publishPage(bucket, await studentPage(week.course.settings));
    browser = await startChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await week?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    device = await StudentDevice.open(browser, pictures);
  });

  afterEach(async () => {
    const { faults } = device;
    await device.context.close();
    expect(faults).toEqual([]);
  });

  test("a student gets from the invitation to the receipt", async () => {
    await signIn("ann");
    await device.isAt("Your tests");
    // 23:00 in Warsaw, told in the student's own zone.
    await device.sees(/23 Nov 2026, 17:00 (GMT-5|EST)/);
    await device.sees(/The next test opens Mon, 30 Nov 2026, 14:00/);
    await device.looksRight("list");
    await device.follow(/^Take the test/);
    await device.isAt(testTitle);
    await device.answer(1, "init, with process id 1");
    await device.answer(2, "exec");
    await device.answer(3, "a thread");
    await device.press("Leave out question 3");
    await device.page.locator('input[name="q3"]:focus').first().waitFor();
    await device.looksRight("test");
    await device.follow("Review your answers");
    await device.isAt("Review your answers");
    await device.sees("2 questions are left out. They count as wrong.");
    await device.looksRight("review");
    expect(await submissionsOf("ann")).toEqual([]);
    await device.press("Send");
    await device.isAt("Your answers were received");
    await device.sees("2 of 4 answered");
    await device.looksRight("receipt");
    expect(await submissionsOf("ann")).toHaveLength(1);
    const downloading = device.page.waitForEvent("download");
    await device.follow("Download the receipt");
    const receipt = JSON.parse(readFileSync(await (await downloading).path(), "utf8"));
    expect(receipt).toMatchObject({ studentId: "ann", subjectName: "linux", testId: "processes" });
    expect((await submissionsOf("ann"))[0]).toContain(receipt.receipt.submissionId);
    await device.follow("Back to your tests");
    await device.sees("Sent, still open");
    await device.looksRight("list-sent");
    await device.page.evaluate("delete HTMLAnchorElement.prototype.download");
    await device.follow(/^Receipt/);
    await device.sees("This browser can't download the receipt");
    await device.sees(receipt.receipt.sha256);
    expect(await device.page.getByRole("link", { name: "Download the receipt" }).count()).toBe(0);
  });

  test("the keyboard alone is enough, and the focus begins at each view's heading", async () => {
    const { page } = device;
    await signIn("bob");
    await device.isAt("Your tests");
    await page.locator(`a[href="#/test/${testPath}"]`).focus();
    await page.keyboard.press("Enter");
    await device.isAt(testTitle);
    await page.locator("h1:focus").waitFor();
    for (let question = 1; question <= 4; question += 1) {
      await page.keyboard.press("Tab");
      if (question > 1) await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
    }
    await page.getByText("4 of 4 answered").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await device.isAt("Review your answers");
    await page.locator("h1:focus").waitFor();
    await page.getByRole("button", { name: "Send" }).focus();
    await page.keyboard.press("Enter");
    await device.isAt("Your answers were received");
  });

  test("a link that was mailed with the key signs in, and the student is told that the history holds it", async () => {
    await device.page.goto(`${invitation("ann")}&key=${week.keyOf("ann")}`);
    await device.sees("this browser's history now holds the link");
    expect(device.page.url()).not.toContain(week.keyOf("ann"));
  });

  test("a browser that is too old says so, and names those that will do", async () => {
    await device.context.addInitScript("delete window.structuredClone");
    await device.page.goto(invitation("ann"));
    await device.isAt("This browser is too old");
    await device.looksRight("too-old");
    expect(await device.page.getByText("Loading").count()).toBe(0);
  });

  test("a wrong key is refused in the words of the bash client, and is not kept", async () => {
    await device.page.goto(`${week.region.outputs.PageUrl}/#student=ann`);
    await device.isAt("Your tests");
    await device.looksRight("sign-in");
    await device.page.getByLabel("Your key").fill("ann.not-the-secret");
    await device.press("Show my tests");
    await device.sees(api.codes[401]);
    await device.looksRight("wrong-key");
    const stored = await device.page.evaluate("JSON.stringify([localStorage, sessionStorage])");
    expect(stored).not.toContain("not-the-secret");
    await device.page.getByLabel("Your key").fill(week.keyOf("ann"));
    await device.press("Show my tests");
    await device.sees("Sent, still open");
  });

  test("a reload in the middle loses nothing, and the key leaves the tab only when the student says so", async () => {
    await beginTest("cara");
    await device.answer(3, "a zombie");
    await device.page.reload();
    await device.isAt(testTitle);
    await device.sees("1 of 4 answered");
    expect(await device.page.evaluate("JSON.stringify(localStorage)")).not.toContain(week.keyOf("cara"));
    await device.follow(week.course.settings.title);
    await device.sees("Answers on this device, not sent");
    const otherTab = await device.context.newPage();
    await otherTab.goto(week.region.outputs.PageUrl ?? "");
    await otherTab.getByLabel("Your key").waitFor({ timeout: waitMs });
    await device.page.getByLabel("Keep my key").check();
    await otherTab.reload();
    await otherTab.getByText("Answers on this device, not sent").waitFor({ timeout: waitMs });
    await device.press("Sign out");
    await device.page.getByLabel("Your key").waitFor();
    expect(await device.page.evaluate("JSON.stringify(localStorage)")).not.toContain(week.keyOf("cara"));
  });

  test("without a connection nothing is shown as sent, and everything goes on when it is back", async () => {
    await beginTest("dan");
    await device.answer(1, "init, with process id 1");
    await device.keepsPage();
    await device.context.setOffline(true);
    await device.answer(2, "fork");
    await device.page.reload();
    await device.isAt(testTitle);
    await device.follow("Review your answers");
    await device.sees("2 of 4 answered, not sent yet");
    await device.press("Send");
    await device.sees("Not sent: the server can't be reached.");
    await device.looksRight("offline");
    await device.page.reload();
    await device.sees("2 of 4 answered, not sent yet");
    await device.follow(week.course.settings.title);
    await device.sees("This is what this device saw last.");
    await device.sees("Not sent yet");
    expect(await device.page.getByText("Sent", { exact: true }).count()).toBe(0);
    await device.context.setOffline(false);
    await device.page.reload();
    await device.follow(/^Go on/);
    await device.sees("2 of 4 answered");
    await device.follow("Review your answers");
    await device.sees("2 of 4 answered, not sent yet");
    await device.press("Send");
    await device.isAt("Your answers were received");
    expect(await submissionsOf("dan")).toHaveLength(1);
  });

  test("a device's clock that was set while offline ends nothing: the server decides when there is a connection", async () => {
    await beginTest("gus");
    await device.answer(1, "init, with process id 1");
    await device.keepsPage();
    await device.context.setOffline(true);
    await device.sees("This device is offline.");
    await device.context.clock.setSystemTime("2031-01-01T00:00:00.000Z");
    await device.page.reload();
    await device.sees("By this device’s clock the deadline has passed, but that clock may be wrong.");
    await device.looksRight("perhaps-too-late");
    await device.answer(2, "fork");
    await device.follow("Review your answers");
    await device.context.setOffline(false);
    await device.sees("The connection is back.");
    expect(await device.page.getByText("This device is offline.").count()).toBe(0);
    await device.press("Send");
    await device.isAt("Your answers were received");
    expect(await submissionsOf("gus")).toHaveLength(1);
  });

  test("an answer that got lost on its way back leaves it open, and sending again is the same attempt", async () => {
    await beginTest("eve");
    await device.answer(1, "init, with process id 1");
    await device.follow("Review your answers");
    await device.page.route("**/api/v1/test", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await device.press("Send");
    await device.sees(api.unsure);
    expect(await submissionsOf("eve")).toHaveLength(1);
    await device.page.unroute("**/api/v1/test");
    await device.press("Send");
    await device.isAt("Your answers were received");
    expect(await submissionsOf("eve")).toHaveLength(1);
  });

  test("a second device sees when it was sent, with the receipt, and may send again", async () => {
    await beginTest("eve");
    await device.sees("Answers to this test were received on");
    await device.sees("0 of 4 answered");
    await device.answer(4, "SIGKILL");
    await device.follow("Review your answers");
    await device.press("Send");
    await device.isAt("Your answers were received");
    const other = await StudentDevice.open(browser);
    await signIn("eve", other);
    await other.sees("Sent, still open");
    await other.sees(/received \w+, \d+ Nov 2026/);
    await other.follow("Receipt");
    await other.isAt("Your answers were received");
    await other.sees("These answers were sent from another device or browser");
    const stored = await submissionsOf("eve");
    expect(stored).toHaveLength(2);
    const shown = await other.page.locator("dl").textContent();
    expect(stored.at(-1)).toContain(/[0-9a-f]{32}/.exec(shown ?? "")?.[0]);
    await other.page.goto(`${week.region.outputs.PageUrl}/#/receipt/${oncePath}`);
    await other.sees(`This device has no receipt for ${onceTitle}, and the server has none.`);
    await other.context.close();
  });

  test("what was sent is shown as sent, with its receipt, after Back and a reload too", async () => {
    await beginTest("hal");
    await device.answer(1, "init, with process id 1");
    await device.follow("Review your answers");
    await device.press("Send");
    await device.isAt("Your answers were received");
    const isReceipt = async (): Promise<void> => {
      await device.isAt("Your answers were received");
      expect(await device.page.getByRole("button", { name: "Send" }).count()).toBe(0);
      expect(await device.page.getByText("not sent yet").count()).toBe(0);
    };
    await device.page.goBack();
    expect(device.page.url()).toContain("#/review/");
    await isReceipt();
    await device.page.reload();
    await isReceipt();
    await device.page.goBack();
    await device.sees("Answers to this test were received on");
    await device.sees("1 of 4 answered, as you sent it");
    await device.answer(1, "cron");
    await device.follow("Review your answers");
    await device.sees("1 of 4 answered, not sent yet");
    await device.press(/^Discard these answers/);
    await device.press("Discard");
    await device.sees("1 of 4 answered, as you sent it");
    expect(await submissionsOf("hal")).toHaveLength(1);
  });

  test("an answer stays with its question when the trainer inserts another, and one that changed is told", async () => {
    await beginTest("ida");
    await device.answer(1, "init, with process id 1");
    await device.answer(2, "fork");
    await device.page.route("**/api/v1/test?*", async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      const [first, second, ...others] = json.body;
      const inserted = { ...first, questionId: "1", question: "Which process is new here?" };
      const changed = {
        ...second,
        questionId: "3",
        question: "Which system call replaces the calling process?",
      };
      const body = [inserted, { ...first, questionId: "2" }, changed, ...others];
      await route.fulfill({ response, json: { ...json, body } });
    });
    await device.page.reload();
    await device.sees("A question has changed or is gone since you answered it.");
    await device.sees("1 of 5 answered");
    const second = device.page.getByRole("group", { name: "Question 2 of 5" });
    expect(await second.getByRole("radio", { name: "init, with process id 1" }).isChecked()).toBe(true);
    const first = device.page.getByRole("group", { name: "Question 1 of 5" });
    expect(await first.getByRole("radio", { checked: true }).count()).toBe(0);
    await device.looksRight("changed");
    await device.page.unroute("**/api/v1/test?*");
    await device.page.reload();
    await device.sees("2 of 4 answered");
    await device.press(/^Discard these answers/);
    await device.press("Keep");
    await device.follow(week.course.settings.title);
    await device.press(/^Discard these answers/);
    await device.press("Discard");
    await device.page.reload();
    await device.isAt("Your tests");
    expect(await device.page.getByText("Answers on this device, not sent").count()).toBe(0);
  });

  test("questions that change while answers are reviewed hold the sending up", async () => {
    await beginTest("ida");
    await device.answer(1, "init, with process id 1");
    await device.follow("Review your answers");
    await device.sees("1 of 4 answered, not sent yet");
    await device.page.route("**/api/v1/test?*", async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      await route.fulfill({ response, json: { ...json, body: json.body.slice(1) } });
    });
    await device.press("Send");
    await device.sees("Not sent: the questions have changed.");
    await device.sees("0 of 3 answered");
    expect(await submissionsOf("ida")).toEqual([]);
  });

  test("the only attempt is used after one question, in which the course's letters run their own way", async () => {
    await signIn("ida");
    await device.page.locator(`a[href="#/test/${oncePath}"]`).click();
    await device.isAt(onceTitle);
    await device.answer(1, "כן.");
    const directions = await device.page.evaluate(
      `["legend > [dir]", ".choice", "h1 > [dir]"].map((of) => getComputedStyle(document.querySelector(of)).direction)`,
    );
    expect(directions).toEqual(["rtl", "rtl", "ltr"]);
    expect(await device.page.locator("legend > [dir]").getAttribute("lang")).toBe("he");
    await device.looksRight("right-to-left");
    await device.follow("Review your answers");
    await device.press("Send");
    await device.sees("You can send answers to this test only once");
    await device.looksRight("last-attempt");
    await device.press("Not yet");
    expect(await submissionsOf("ida")).toEqual([]);
    await device.press("Send");
    await device.press("Send now");
    await device.isAt("Your answers were received");
    expect(await submissionsOf("ida")).toHaveLength(1);
    await device.follow("See the questions");
    await device.sees("They count: you have no attempt left.");
    expect(await device.page.getByRole("radio", { disabled: true }).count()).toBe(2);
    await device.looksRight("no-attempt-left");
    await device.follow("Show the receipt");
  });

  test("a deadline that passes while the page is open ends it, and says what was not sent", async () => {
    week.moveTo("2026-11-23 22:59:50");
    await beginTest("fay");
    await device.answer(1, "init, with process id 1");
    await device.sees(/seconds? left/);
    await device.sees(api.codes[410]);
    await device.sees("The unsent answers on this device can't be sent any more.");
    expect(await device.page.getByRole("radio").count()).toBe(0);
    await device.looksRight("too-late");
    expect(await submissionsOf("fay")).toEqual([]);
  });

  test("after the run a student sees the score, and each question with its feedback where the course gives it", async () => {
    week.moveTo("2026-11-23 23:00:10");
    const { status } = await week.closed(await week.scheduledRun());
    expect(status).toBe("SUCCEEDED");
    await signIn("ann");
    await device.sees("No test is open to you now.");
    await device.sees("Ann Ames");
    await device.sees("Trainer: Ada Nowak");
    const missed = device.page.getByRole("region", { name: "Missed" });
    expect(await missed.getByRole("heading", { level: 3 }).allTextContents()).toEqual([onceTitle]);
    await device.looksRight("scores");
    await device.follow(testTitle);
    await device.isAt(testTitle);
    await device.sees("1 of 4 answers right.");
    expect(await device.page.getByText("Right", { exact: true }).count()).toBe(1);
    expect(await device.page.getByText("Wrong", { exact: true }).count()).toBe(1);
    expect(await device.page.getByText("Left out", { exact: true }).count()).toBe(2);
    const second = device.page.getByRole("listitem").nth(1);
    expect(await second.getByRole("definition").allTextContents()).toEqual(["exec", "fork"]);
    await device.looksRight("score");
  });

  test("a mailed link to a score leads there through the sign-in, and says so of a test without one", async () => {
    const scoreOf = (path: string): string => `${week.region.outputs.PageUrl}/#/score/${path}`;
    await device.page.goto(scoreOf(testPath));
    await device.page.getByLabel("Your key").fill(week.keyOf("hal"));
    await device.press("Show my tests");
    await device.isAt(testTitle);
    await device.page.goto(scoreOf("linux/nothing"));
    await device.sees("This test has not been graded yet.");
    await device.follow("Back to your tests");
    await device.isAt("Your tests");
  });
});
