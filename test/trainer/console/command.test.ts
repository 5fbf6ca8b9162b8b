import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import * as z from "zod";
import { host } from "../../../bin/trainer-host.ts";
import type { Host } from "../../../trainer/host.ts";
import { type CourseCloud, startCourseCloud } from "../support/course-cloud.ts";

let cloud: CourseCloud;
beforeEach(async () => {
  cloud = await startCourseCloud();
});
afterEach(() => cloud.stop());

/** This machine, where the command serves until what is done with its address is done. */
const hostFor = (use: (url: string) => Promise<void>): Host => {
  let url = "";
  return {
    openDoor: async (port) => {
      const door = await host.openDoor(port);
      url = door.url;
      return door;
    },
    ended: () => use(url),
  };
};

const consoleWith = (use: (url: string) => Promise<void>, ...args: string[]) =>
  cloud.trainerWith({ host: hostFor(use) }, "console", "--port", "0", "--print", ...args);

test("console serves the course's console with the trainer's rights until it is told to end", async () => {
  await cloud.bucket.put("course.json", '{"title":"Evening class"}');
  let address = "";
  const { code, out, err } = await consoleWith(async (url) => {
    address = url;
    const page = await fetch(`${url}/`);
    expect([page.url, await page.text()]).toEqual([
      `${url}/console/`,
      expect.stringContaining("<title>Test Time console</title>"),
    ]);
    expect(await (await fetch(`${url}/console/api/objects/course/course.json`)).json()).toEqual({
      title: "Evening class",
    });
  });
  expect({ code, out, err }).toEqual({
    code: 0,
    out: `${address}/console/`,
    err: "The console of TestTime-evening-class, with your rights. Ctrl-C ends it.",
  });
  await expect(fetch(address)).rejects.toThrow();
});

test("console answers no page of another site", async () => {
  await consoleWith(async (url) => {
    const foreign = { "sec-fetch-site": "cross-site", origin: "http://evil.example" };
    expect((await fetch(`${url}/console/api/region`, { headers: foreign })).status).toBe(403);
  });
  expect.assertions(1);
});

test("console --json gives its address as JSON", async () => {
  let address = "";
  const { out } = await consoleWith(async (url) => {
    address = url;
  }, "--json");
  expect(JSON.parse(out)).toEqual({ console: `${address}/console/` });
});

test("console says that its port is taken, and what to do", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = z.object({ port: z.number() }).parse(holder.address());
  const { code, err } = await cloud.trainerWith({ host }, "console", "--print", "--port", `${port}`);
  holder.close();
  expect({ code, err }).toEqual({
    code: 1,
    err: `The console can't open port ${port}: another program has it. Choose another with --port; 0 is any free one.`,
  });
});

test.each([
  [["--port", "http"], 2, "A port is a number from 0"],
  [["--console-token-file", "/nowhere/token"], 1, "can't be read from /nowhere/token"],
  [["no-such-course"], 1, "no-such-course is not a folder"],
  [["--stack", "TestTime-another"], 1, 'There is no stack "TestTime-another" here'],
])("console %j is refused in words", async (args, code, words) => {
  expect(await cloud.trainer("console", ...args)).toEqual({
    code,
    out: "",
    err: expect.stringContaining(words),
  });
});
