import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { SESClient, VerifyEmailIdentityCommand } from "@aws-sdk/client-ses";
import * as z from "zod";
import { readCourseSettings } from "../trainer/course-folder/read-course.ts";
import { openView, startBrowser } from "./semester/look-at-pages.ts";

/**
 * Deploys the example with CDK's own toolkit to MiniStack, an emulator of AWS that nobody here wrote, and walks the way of
 * docs/deploy.md on it. Its argument is the emulator's command: `npm run ministack -- PATH/ministack`.
 */

const root = resolve(import.meta.dirname, "..");
const course = join(root, "examples", "linux-evening");
const emulator = process.argv[2] ?? "ministack";
const region = "us-east-1";

/** A whole deployment takes about half a minute. */
const timeout = 300_000;
const startsWithinMs = 30_000;

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(z.object({ port: z.number() }).parse(address).port));
    });
  });

const folder = mkdtempSync(join(tmpdir(), "test-time-ministack-"));
const port = await freePort();
const endpoint = `http://localhost:${port}`;
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

const env = {
  ...process.env,
  AWS_ENDPOINT_URL: endpoint,
  // The name of a bucket before `localhost` is no host that every machine knows; with an IP address it becomes a path.
  AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_REGION: region,
  HOME: folder,
  PATH: `${join(root, "node_modules", ".bin")}:${process.env.PATH}`,
};

/** @returns what the program printed. @throws Error with that, when it failed. */
const run = (command: string, args: readonly string[], input = ""): Promise<string> =>
  new Promise((done, failed) => {
    const options = { cwd: root, env, timeout, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(command, args, options, (error, out, err) => {
      if (error) failed(new Error(`${command} ${args.join(" ")}\n${err.trim()}\n${out.trim()}`));
      else done(`${err}${out}`);
    });
    child.stdin?.end(input);
  });

/** @throws Error unless `text` has what is expected. */
const expectIn = (text: string, expected: RegExp): string => {
  const [found] = expected.exec(text) ?? [];
  if (found === undefined) throw new Error(`${expected} is not in:\n${text}`);
  return found;
};

const start = async (): Promise<ChildProcess> => {
  const options = {
    cwd: folder,
    env: { ...env, GATEWAY_PORT: String(port), BIND_HOST: "127.0.0.1" },
    stdio: "ignore",
  } as const;
  const child = spawn(emulator, [], options);
  const ended = new Promise<never>((_, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`${emulator} ended with code ${code}.`)));
  });
  const answers = async (): Promise<void> => {
    for (let waitedMs = 0; waitedMs < startsWithinMs; waitedMs += 200) {
      if (await fetch(`${endpoint}/_ministack/health`).catch(() => null)) return;
      await sleep(200);
    }
    throw new Error(`${emulator} did not answer within ${startsWithinMs / 1000} s.`);
  };
  await Promise.race([answers(), ended]);
  ended.catch(() => undefined);
  return child;
};

const step = async (name: string, work: () => Promise<string>): Promise<string> => {
  const result = await work();
  console.log(`ok  ${name}`);
  return result;
};

const ofCourse = ["-c", `course=${course}`];

const deploy = async (): Promise<string> => {
  await step("cdk bootstrap", () =>
    run("cdk", ["bootstrap", `aws://000000000000/${region}`, ...ofCourse, "-o", join(folder, "boot")]),
  );
  const args = ["run", "deploy", "--", ...ofCourse, "-o", join(folder, "out"), "--require-approval", "never"];
  const deployed = await step("cdk deploy: every resource of the template", () => run("npm", args));
  await step("cdk diff: no differences", async () =>
    expectIn(
      await run("cdk", ["diff", ...ofCourse, "-o", join(folder, "diff")]),
      /There were no differences/,
    ),
  );
  return expectIn(deployed, /[0-9a-f]+(?=\.execute-api\.)/);
};

/** As trainer: until every student has a key. @returns the key of the student adam. */
const invite = async (): Promise<string> => {
  const ses = new SESClient({ endpoint, region, credentials });
  await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: readCourseSettings(course).sender }));
  ses.destroy();
  await step("publish", () => run("bin/trainer", ["publish", course]));
  await step("invite", () => run("bin/trainer", ["invite", "--all-without-key"]));
  const mails = await (await fetch(`${endpoint}/_ministack/ses/messages`)).text();
  return expectIn(mails, /adam\.[\w-]{43}/);
};

/** As student, with the bash client. */
const takeTest = async (apiId: string, key: string): Promise<void> => {
  const client = (...args: string[]): Promise<string> => run("bin/test-time.sh", args);
  await run("bin/test-time.sh", ["configure"], `${endpoint}/_aws/execute-api/${apiId}\n${key}\nadam\n`);
  await step("list", async () => expectIn(await client("list"), /linux files/));
  await step("show", async () => expectIn(await client("show", "linux", "files"), /\[q1\]/));
  await step("submit", () => client("submit", "linux", "files", "q1=c"));
  await step("status: 1 of 8 submitted", async () =>
    expectIn(await run("bin/trainer", ["status"]), /1 of 8 submitted/),
  );
  await step("grade: the workflow runs, and nothing is due", async () =>
    expectIn(await run("bin/trainer", ["grade"]), /every test that is due was graded before/),
  );
};

/** Each view of the console, and what it says where the emulator keeps nothing for it. */
const views: readonly (readonly [hash: string, words: RegExp])[] = [
  ["#/runs", /nothing was due|Nothing due|succeeded/i],
  ["#/tests", /linux files|1 of 8/i],
  ["#/tests/linux/files", /1 of 8/],
  ["#/tests/linux/files/regrade", /No submission|nobody|Nobody|graded/],
  ["#/gradebook", /8 students|No test has opened/],
  ["#/gradebook/adam", /adam@/i],
  ["#/progress", /No test is graded yet/],
  ["#/settle", /Everything was delivered/],
  ["#/appeals", /No appeal/],
  ["#/cost", /us-east-1/],
  ["#/inbox", /SES keeps no copies/],
];

/** `bin/trainer console` in a browser: no view says that something could not be read. */
const lookAtConsole = async (): Promise<void> => {
  const server = spawn("bin/trainer", ["console", "--port", "0", "--print"], { cwd: root, env });
  const browser = await startBrowser();
  try {
    const [line] = await once(createInterface({ input: server.stdout }), "line", {
      signal: AbortSignal.timeout(startsWithinMs),
    });
    const api = String(line).replace(/\/console\/$/, "");
    for (const [hash, words] of views) {
      await step(`console ${hash}`, async () => {
        const page = await openView(browser, api, hash);
        const text = (await page.locator("main").textContent()) ?? "";
        await page.close();
        if (/could not be read/.test(text)) throw new Error(`${hash} says:\n${text}`);
        return expectIn(text, words);
      });
    }
  } finally {
    await browser.close();
    server.kill();
  }
};

const child = await start();
try {
  const apiId = await deploy();
  await takeTest(apiId, await invite());
  await lookAtConsole();
} finally {
  child.kill();
  rmSync(folder, { recursive: true, force: true });
}
