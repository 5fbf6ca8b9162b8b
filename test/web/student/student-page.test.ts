import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, jest, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { readAppeals } from "../../../adapters/appeals.ts";
import { questionIdSchema, studentIdSchema, type TestRef, testRefSchema } from "../../../course/ids.ts";
import { invitationLink } from "../../../course/mail/invitation.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { PageBucket } from "../../../trainer/aws/page-bucket.ts";
import { pictureFiles } from "../../../trainer/page/picture-files.ts";
import { publishPage, studentPage } from "../../../trainer/page/publish-page.ts";
import { Week } from "../../weeks/support/week.ts";
import { faultsOfMails } from "../mails/mails.ts";
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
import { beginningOf, beginsWith, language, shownAs, words } from "../support/words.ts";

jest.setTimeout(300_000);

/** Pictures of every view are put here when the variable names a folder. */
const pictures = process.env.STUDENT_PICTURES;

const { api, calendarLink, changed, discard, list, page, passed, receipt, review, score, signIn, take } =
  words;

const students = ["ann", "bob", "cara", "dan", "eve", "fay", "gus", "hal", "ida"];

/** Of a text that publishing rendered: coloured code, a formula, a picture that has come. */
const richParts = `(async () => {
  const find = (what) => document.querySelector(".rich " + what);
  const picture = find("img");
  await picture.decode();
  return {
    code: find("pre").textContent,
    codeDirection: getComputedStyle(find("pre")).direction,
    comment: find(".code-comment").textContent,
    maths: find("math msup").namespaceURI,
    picture: [picture.naturalWidth, picture.alt],
  };
})()`;

describeInChromium("The students' page in a browser", () => {
  let folder: string;
  let week: Week;
  let browser: Browser;
  let device: StudentDevice;

  const invitation = (student: string): string =>
    invitationLink(week.region.outputs.PageUrl ?? "", studentIdSchema.parse(student));

  /** Opens the invitation's link, and gives the key that the page asks for. */
  const signInAs = async (student: string, on = device): Promise<void> => {
    await on.page.goto(invitation(student));
    await on.page.getByLabel(signIn.yourKey).fill(week.keyOf(student));
    await on.press(signIn.showTests);
    await on.page.getByRole("button", { name: page.signOut }).waitFor();
  };

  const refOf = (path: string): TestRef => {
    const [subject, testId] = path.split("/");
    return testRefSchema.parse({ subject, testId });
  };

  const submissionsOf = (student: string): Promise<string[]> =>
    Array.fromAsync(week.bucket.list(keys.submissions(studentIdSchema.parse(student))));

  /** Opens the invitation and goes to the questions of the first test. */
  const beginTest = async (student: string, on = device): Promise<void> => {
    await signInAs(student, on);
    await on.isAt(list.title);
    await on.page.locator(`a[href="#/test/${testPath}"]`).click();
    await on.isAt(testTitle);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "student-page-"));
    writeWebCourse(folder, students);
    writeFurtherTests(folder);
    week = await Week.begin(folder, "2026-11-17 20:05");
    const settings = JSON.stringify({ ...week.course.settings, feedback: true, language });
    await week.bucket.put(keys.settings, settings);
    const bucket = new PageBucket(week.aws.s3, week.region.outputs.PageBucketName ?? "");
    await publishPage(bucket, await studentPage({ ...week.course.settings, language }));
    await publishPage(bucket, pictureFiles(week.course.tests));
    browser = await startChromium();
    device = await StudentDevice.open(browser, pictures);
  });

  afterAll(async () => {
    await browser?.close();
    await week?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async () => {
    expect(await device.wipe()).toEqual([]);
  });

  test("a student gets from the invitation to the receipt", async () => {
    await signInAs("ann");
    await device.isAt(list.title);
    // 23:00 in Warsaw, told in the student's own zone.
    await device.sees(shownAs("2026-11-23", "17:00"));
    await device.sees(beginningOf(list.nextOpens(1, "")));
    await device.sees(shownAs("2026-11-30", "14:00"));
    await device.looksRight("list");
    await device.follow(beginsWith(list.takeTest));
    await device.isAt(testTitle);
    await device.answer(1, "init, with process id 1");
    await device.answer(2, "exec");
    await device.answer(3, "a thread");
    await device.press(`${take.leaveOut}${take.leaveOutWhich(3)}`);
    await device.page.locator('input[name="q3"]:focus').first().waitFor();
    await device.looksRight("test");
    await device.follow(take.review);
    await device.isAt(review.title);
    await device.sees(review.leftOut(2));
    await device.looksRight("review");
    expect(await submissionsOf("ann")).toEqual([]);
    await device.press(review.send);
    await device.isAt(receipt.title);
    await device.sees(receipt.answeredOf(2, 4));
    await device.looksRight("receipt");
    expect(await submissionsOf("ann")).toHaveLength(1);
    const downloading = device.page.waitForEvent("download");
    await device.follow(receipt.download);
    const file = JSON.parse(readFileSync(await (await downloading).path(), "utf8"));
    expect(file).toMatchObject({ studentId: "ann", subjectName: "linux", testId: "processes" });
    expect((await submissionsOf("ann"))[0]).toContain(file.receipt.submissionId);
    await device.follow(page.backToTests);
    await device.sees(list.sentTests);
    await device.looksRight("list-sent");
    await device.page.evaluate("delete HTMLAnchorElement.prototype.download");
    await device.follow(beginsWith(list.receipt));
    await device.sees(receipt.cannotDownload);
    await device.sees(file.receipt.sha256);
    expect(await device.page.getByRole("link", { name: receipt.download }).count()).toBe(0);
  });

  test("a student makes an address for a calendar, which ends when it is turned off", async () => {
    await signInAs("ida");
    await device.page.getByText(calendarLink.title).click();
    await device.press(calendarLink.make);
    const address = await device.page.getByLabel(calendarLink.address).inputValue();
    const subscribe = device.page.getByRole("link", { name: calendarLink.subscribe });
    expect(await subscribe.getAttribute("href")).toBe(address.replace(/^https?/, "webcal"));
    expect((await fetch(address, { signal: AbortSignal.timeout(waitMs) })).status).toBe(200);
    await device.looksRight("calendar");
    await device.press(calendarLink.turnOff);
    await device.sees(calendarLink.isOff);
    expect((await fetch(address, { signal: AbortSignal.timeout(waitMs) })).status).toBe(404);
  });

  test("the keyboard alone is enough, and the focus begins at each view's heading", async () => {
    const { page: tab } = device;
    await signInAs("bob");
    await device.isAt(list.title);
    await tab.locator(`a[href="#/test/${testPath}"]`).focus();
    await tab.keyboard.press("Enter");
    await device.isAt(testTitle);
    await tab.locator("h1:focus").waitFor();
    for (let question = 1; question <= 4; question += 1) {
      await tab.keyboard.press("Tab");
      if (question > 1) await tab.keyboard.press("Tab");
      await tab.keyboard.press("Space");
    }
    await device.sees(take.answered(4, 4));
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
    await device.isAt(review.title);
    await tab.locator("h1:focus").waitFor();
    await tab.getByRole("button", { name: review.send }).focus();
    await tab.keyboard.press("Enter");
    await device.isAt(receipt.title);
  });

  test("a link that was mailed with the key signs in, and the student is told that the history holds it", async () => {
    await device.page.goto(`${invitation("ann")}&key=${week.keyOf("ann")}`);
    await device.sees(list.isKeyInHistory);
    expect(device.page.url()).not.toContain(week.keyOf("ann"));
  });

  test("a browser that is too old says so, and names those that will do", async () => {
    const makeOld = await device.page.addInitScript("delete window.structuredClone");
    await device.page.goto(invitation("ann"));
    await device.isAt(page.tooOldTitle);
    await device.looksRight("too-old");
    expect(await device.page.getByText(page.loading).isVisible()).toBe(false);
    expect(await device.page.getByLabel(signIn.yourKey).isVisible()).toBe(false);
    await makeOld.dispose();
  });

  test("a wrong key is refused in the words of the bash client, and is not kept", async () => {
    await device.page.goto(`${week.region.outputs.PageUrl}/#student=ann`);
    await device.isAt(list.title);
    await device.looksRight("sign-in");
    await device.page.getByLabel(signIn.yourKey).fill("ann.not-the-secret");
    await device.press(signIn.showTests);
    await device.sees(api.codes[401]);
    await device.looksRight("wrong-key");
    const stored = await device.page.evaluate("JSON.stringify([localStorage, sessionStorage])");
    expect(stored).not.toContain("not-the-secret");
    await device.page.getByLabel(signIn.yourKey).fill(week.keyOf("ann"));
    await device.press(signIn.showTests);
    await device.sees(list.sentTests);
  });

  test("a key that is sent before the page's script is there is taken over, and whoever has one sees no form", async () => {
    let letThrough = (): void => undefined;
    const isLet = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await device.page.route("**/main-*.js", async (route) => {
      await isLet;
      await route.continue();
    });
    await device.page.goto(invitation("cara"), { waitUntil: "commit" });
    await device.page.getByLabel(signIn.yourKey).fill(week.keyOf("cara"));
    await device.page.getByLabel(signIn.keepKey).check();
    await device.press(signIn.showTests);
    await device.looksRight("before-scripts");
    expect(await device.page.getByText(page.notLoaded).isVisible()).toBe(false);
    letThrough();
    await device.page.getByRole("button", { name: page.signOut }).waitFor();
    expect(await device.page.evaluate("JSON.stringify(localStorage)")).toContain(week.keyOf("cara"));
    await device.page.unroute("**/main-*.js");
    await device.page.route("**/main-*.js", (route) => route.abort());
    // The worker would have kept the script.
    await device.page.evaluate("navigator.serviceWorker.ready.then((worker) => worker.unregister())");
    await device.page.reload();
    await device.sees(page.notLoaded);
    expect(await device.page.getByLabel(signIn.yourKey).isVisible()).toBe(false);
  });

  test("a reload in the middle loses nothing, and the key leaves the tab only when the student says so", async () => {
    await beginTest("cara");
    await device.answer(3, "a zombie");
    await device.page.reload();
    await device.isAt(testTitle);
    await device.sees(take.answered(1, 4));
    expect(await device.page.evaluate("JSON.stringify(localStorage)")).not.toContain(week.keyOf("cara"));
    await device.follow(week.course.settings.title);
    await device.sees(list.onThisDevice);
    const otherTab = await device.context.newPage();
    await otherTab.goto(week.region.outputs.PageUrl ?? "");
    await otherTab.getByLabel(signIn.yourKey).waitFor({ timeout: waitMs });
    await device.page.getByLabel(signIn.keepKey).check();
    await otherTab.reload();
    await otherTab.getByText(list.onThisDevice).waitFor({ timeout: waitMs });
    await device.press(page.signOut);
    await device.page.getByLabel(signIn.yourKey).waitFor();
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
    await device.follow(take.review);
    await device.sees(`${take.answered(2, 4)}${review.notSentYet}`);
    await device.press(review.send);
    await device.sees(review.notReached);
    await device.looksRight("offline");
    await device.page.reload();
    await device.sees(`${take.answered(2, 4)}${review.notSentYet}`);
    await device.follow(week.course.settings.title);
    await device.sees(page.seenLast);
    await device.sees(list.notSent);
    expect(await device.page.getByText(list.sent, { exact: true }).count()).toBe(0);
    await device.context.setOffline(false);
    await device.page.reload();
    await device.follow(beginsWith(list.goOn));
    await device.sees(take.answered(2, 4));
    await device.follow(take.review);
    await device.sees(`${take.answered(2, 4)}${review.notSentYet}`);
    await device.press(review.send);
    await device.isAt(receipt.title);
    expect(await submissionsOf("dan")).toHaveLength(1);
  });

  test("a device's clock that was set while offline ends nothing: the server decides when there is a connection", async () => {
    await beginTest("gus");
    await device.answer(1, "init, with process id 1");
    await device.keepsPage();
    await device.context.setOffline(true);
    await device.sees(page.isOffline);
    await device.context.clock.setSystemTime("2031-01-01T00:00:00.000Z");
    await device.page.reload();
    await device.sees(passed.perhaps);
    await device.looksRight("perhaps-too-late");
    await device.answer(2, "fork");
    await device.follow(take.review);
    await device.context.setOffline(false);
    await device.sees(page.isOnline);
    expect(await device.page.getByText(page.isOffline).count()).toBe(0);
    await device.press(review.send);
    await device.isAt(receipt.title);
    expect(await submissionsOf("gus")).toHaveLength(1);
  });

  test("an answer that got lost on its way back leaves it open, and sending again is the same attempt", async () => {
    await beginTest("eve");
    await device.answer(1, "init, with process id 1");
    await device.follow(take.review);
    await device.page.route("**/api/v1/test", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await device.press(review.send);
    await device.sees(api.unsure);
    expect(await submissionsOf("eve")).toHaveLength(1);
    await device.page.unroute("**/api/v1/test");
    await device.press(review.send);
    await device.isAt(receipt.title);
    expect(await submissionsOf("eve")).toHaveLength(1);
  });

  test("a second device sees when it was sent, with the receipt, and may send again", async () => {
    await beginTest("eve");
    await device.sees(beginningOf(take.received("")));
    await device.sees(take.answered(0, 4));
    await device.answer(4, "SIGKILL");
    await device.follow(take.review);
    await device.press(review.send);
    await device.isAt(receipt.title);
    const other = await StudentDevice.open(browser);
    await signInAs("eve", other);
    await other.sees(list.sentTests);
    await other.sees(beginningOf(list.received("")).trim());
    await other.follow(list.receipt);
    await other.isAt(receipt.title);
    await other.sees(receipt.isElsewhere);
    const stored = await submissionsOf("eve");
    expect(stored).toHaveLength(2);
    const shown = await other.page.locator("dl").textContent();
    expect(stored.at(-1)).toContain(/[0-9a-f]{32}/.exec(shown ?? "")?.[0]);
    await other.page.goto(`${week.region.outputs.PageUrl}/#/receipt/${oncePath}`);
    await other.sees(receipt.none(onceTitle));
    await other.context.close();
  });

  test("what was sent is shown as sent, with its receipt, after Back and a reload too", async () => {
    await beginTest("hal");
    await device.answer(1, "init, with process id 1");
    await device.follow(take.review);
    await device.press(review.send);
    await device.isAt(receipt.title);
    const isReceipt = async (): Promise<void> => {
      await device.isAt(receipt.title);
      expect(await device.page.getByRole("button", { name: review.send }).count()).toBe(0);
      expect(await device.page.getByText(review.notSentYet).count()).toBe(0);
    };
    await device.page.goBack();
    expect(device.page.url()).toContain("#/review/");
    await isReceipt();
    await device.page.reload();
    await isReceipt();
    await device.page.goBack();
    await device.sees(beginningOf(take.received("")));
    await device.sees(`${take.answered(1, 4)}${take.asSent}`);
    await device.answer(1, "cron");
    await device.follow(take.review);
    await device.sees(`${take.answered(1, 4)}${review.notSentYet}`);
    await device.press(beginsWith(discard.button));
    await device.press(discard.yes);
    await device.sees(`${take.answered(1, 4)}${take.asSent}`);
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
    await device.sees(changed.lost);
    await device.sees(take.answered(1, 5));
    const second = device.page.getByRole("group", { name: take.question(2, 5) });
    expect(await second.getByRole("radio", { name: "init, with process id 1" }).isChecked()).toBe(true);
    const first = device.page.getByRole("group", { name: take.question(1, 5) });
    expect(await first.getByRole("radio", { checked: true }).count()).toBe(0);
    await device.looksRight("changed");
    await device.page.unroute("**/api/v1/test?*");
    await device.page.reload();
    await device.sees(take.answered(2, 4));
    await device.press(beginsWith(discard.button));
    await device.press(discard.no);
    await device.follow(week.course.settings.title);
    await device.press(beginsWith(discard.button));
    await device.press(discard.yes);
    await device.page.reload();
    await device.isAt(list.title);
    expect(await device.page.getByText(list.onThisDevice).count()).toBe(0);
  });

  test("questions that change while answers are reviewed hold the sending up", async () => {
    await beginTest("ida");
    await device.answer(1, "init, with process id 1");
    await device.follow(take.review);
    await device.sees(`${take.answered(1, 4)}${review.notSentYet}`);
    await device.page.route("**/api/v1/test?*", async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      await route.fulfill({ response, json: { ...json, body: json.body.slice(1) } });
    });
    await device.press(review.send);
    await device.sees(review.haveChanged);
    await device.sees(take.answered(0, 3));
    expect(await submissionsOf("ida")).toEqual([]);
  });

  test("the only attempt is used after one question, in which the course's letters run their own way", async () => {
    await signInAs("ida");
    await device.page.locator(`a[href="#/test/${oncePath}"]`).click();
    await device.isAt(onceTitle);
    await device.answer(1, "כן.");
    const directions = await device.page.evaluate(
      `["legend > [dir]", ".choice", "h1 > [dir]"].map((of) => getComputedStyle(document.querySelector(of)).direction)`,
    );
    expect(directions).toEqual(["rtl", "rtl", "ltr"]);
    expect(await device.page.locator("legend > [dir]").getAttribute("lang")).toBe("he");
    expect(await device.page.evaluate(richParts)).toEqual({
      code: "ls # כן",
      codeDirection: "ltr",
      comment: "# כן",
      maths: "http://www.w3.org/1998/Math/MathML",
      picture: [8, "דיסק"],
    });
    await device.looksRight("right-to-left");
    await device.follow(take.review);
    await device.press(review.send);
    await device.sees(review.onlyAttempt);
    await device.looksRight("last-attempt");
    await device.press(review.notYet);
    expect(await submissionsOf("ida")).toEqual([]);
    await device.press(review.send);
    await device.press(review.sendNow);
    await device.isAt(receipt.title);
    expect(await submissionsOf("ida")).toHaveLength(1);
    await device.follow(receipt.seeQuestions);
    await device.sees(take.isFinal);
    expect(await device.page.getByRole("radio", { disabled: true }).count()).toBe(2);
    await device.looksRight("no-attempt-left");
    await device.follow(take.showReceipt);
  });

  test("the link of a mail about tests shows the choice without a key, and only a press of the button changes it", async () => {
    const token = "t".repeat(43);
    let reminders = "on";
    const asked: string[] = [];
    // This course sends no such mails; test/weeks/notices.test.ts has the real call.
    await device.page.route("**/api/v1/reminders?*", async (route) => {
      const request = route.request();
      asked.push(request.method());
      const isRight = new URL(request.url()).search === `?student=ann&token=${token}`;
      if (isRight && request.method() === "POST") ({ reminders } = request.postDataJSON());
      const json = isRight ? { code: 200, body: { reminders } } : { code: 404, body: "no" };
      await route.fulfill({ status: json.code, json });
    });
    const link = (of: string) => `${week.region.outputs.PageUrl}/#/reminders/ann/${of}`;
    await device.page.goto(link(token));
    await device.isAt(words.reminders.title);
    await device.sees(words.reminders.areOn);
    await device.looksRight("reminders");
    expect([asked, reminders]).toEqual([["GET"], "on"]);
    await device.press(words.reminders.turnOff);
    await device.sees(words.reminders.areOff);
    expect([asked, reminders]).toEqual([["GET", "POST"], "off"]);
    await device.press(words.reminders.turnOn);
    await device.sees(words.reminders.areOn);
    await device.page.goto(link(token.slice(1)));
    await device.sees(words.reminders.isOldLink);
    await device.follow(page.backToTests);
    // Whoever is signed in needs no mail to come there, and leaves no token behind.
    await device.page.route("**/api/v1/tests", async (route) => {
      const response = await route.fetch();
      const json = { ...(await response.json()), reminders: { token, reminders } };
      await route.fulfill({ response, json });
    });
    await signInAs("ann");
    await device.follow(words.reminders.title);
    await device.sees(words.reminders.areOn);
    expect(await device.page.evaluate(() => JSON.stringify(localStorage))).not.toContain(token);
    await device.follow(page.backToTests);
    await device.looksRight("list-with-mails");
  });

  test("a deadline that passes while the page is open ends it, and says what was not sent", async () => {
    week.moveTo("2026-11-23 22:59:50");
    await beginTest("fay");
    await device.answer(1, "init, with process id 1");
    await device.sees(/\d (seconds? left|sekund)/);
    await device.sees(api.codes[410]);
    await device.sees(passed.areLost);
    expect(await device.page.getByRole("radio").count()).toBe(0);
    await device.looksRight("too-late");
    expect(await submissionsOf("fay")).toEqual([]);
  });

  test("after the run a student sees the score, and each question with its feedback where the course gives it", async () => {
    week.moveTo("2026-11-23 23:00:10");
    const { status } = await week.closed(await week.scheduledRun());
    expect(status).toBe("SUCCEEDED");
    await signInAs("ann");
    await device.sees(list.isNothingOpen);
    await device.sees("Ann Ames");
    await device.sees(page.trainer("Ada Nowak"));
    const missed = device.page.getByRole("region", { name: list.missed });
    expect(await missed.getByRole("heading", { level: 3 }).allTextContents()).toEqual([onceTitle]);
    await device.looksRight("scores");
    await device.follow(testTitle);
    await device.isAt(testTitle);
    await device.sees(score.rightAnswers(1, 4));
    expect(await device.page.getByText(score.right, { exact: true }).count()).toBe(1);
    expect(await device.page.getByText(score.wrong, { exact: true }).count()).toBe(1);
    expect(await device.page.getByText(page.leftOut, { exact: true }).count()).toBe(2);
    const second = device.page.getByRole("listitem").nth(1);
    expect(await second.getByRole("definition").allTextContents()).toEqual(["exec", "fork"]);
    await device.looksRight("score");
  });

  test("a student says once what is wrong with a question, may change it, and reads the trainer's answer there", async () => {
    const { begin, label, counter, send, waits, change, accepted } = words.appeal;
    await signInAs("ann");
    await device.follow(testTitle);
    const second = device.page.getByRole("listitem").nth(1);
    await second.getByRole("button", { name: begin }).press("Enter");
    const field = second.getByRole("textbox", { name: label });
    await device.page.locator("textarea:focus").waitFor();
    await device.press(send);
    await device.sees(words.refusals["appeal-empty"]({}, String));
    const text = "<b>exec</b> starts a new program in\nthe calling process, so it may count as a copy.";
    await field.fill(text);
    await device.sees(counter(text.length, 1000));
    await device.looksRight("appeal");
    await device.press(send);
    await second.getByText(waits).waitFor();
    await device.page.reload();
    await second.getByText("<b>exec</b> starts a new program").waitFor();
    await second.getByRole("button", { name: change }).click();
    await field.fill("The man page says so.");
    await device.press(send);
    await second.getByText("The man page says so.").waitFor();
    const ref = { studentId: studentIdSchema.parse("ann"), ...refOf(testPath) };
    const [appeal] = await readAppeals(week.bucket, ref.studentId, ref);
    const answer = { text: "Right, and thank you.", by: "Ada Nowak", at: appeal?.at, decision: "accepted" };
    const key = keys.appeal({ ...ref, questionId: questionIdSchema.parse(appeal?.questionId) });
    await week.bucket.put(key, JSON.stringify({ ...appeal, status: "answered", answer }));
    await device.page.reload();
    await second.getByText("Right, and thank you.").waitFor();
    expect(await second.getByText(accepted, { exact: true }).count()).toBe(1);
    expect(await second.getByRole("button").count()).toBe(0);
    await second.scrollIntoViewIfNeeded();
    await device.looksRight("appeal-answered");
  });

  test("a mailed link to a score leads there through the sign-in, and says so of a test without one", async () => {
    const scoreOf = (path: string): string => `${week.region.outputs.PageUrl}/#/score/${path}`;
    await device.page.goto(scoreOf(testPath));
    await device.page.getByLabel(signIn.yourKey).fill(week.keyOf("hal"));
    await device.press(signIn.showTests);
    await device.isAt(testTitle);
    await device.page.goto(scoreOf("linux/nothing"));
    await device.sees(score.isNone);
    await device.follow(page.backToTests);
    await device.isAt(list.title);
  });

  test("every mail fits on a narrow screen in both themes, and axe-core finds nothing in those with most in them", async () => {
    expect(await faultsOfMails(browser, ["score-pl", "gradebook"])).toEqual([]);
  });
});
