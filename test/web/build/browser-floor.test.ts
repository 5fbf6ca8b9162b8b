import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { studentPage } from "../../../trainer/page/publish-page.ts";
import { browserFloor, floorWords } from "../../../web/build/browser-floor.ts";
import { buildPage, type PageFile, type PageName } from "../../../web/build/build-page.ts";
import { featuresAbove } from "./web-features.ts";

/** Newer than the floor, and not used where it is missing, or the bundle's own; each was looked at. */
const withoutHarm: Readonly<Record<PageName, Readonly<Record<string, string>>>> = {
  student: {
    ".moveBefore": "Preact asks first whether it is there.",
    ".show": "The call of the API that shows a test.",
  },
  console: {
    ".error": "A field of what the services answer.",
    ".moveBefore": "Preact asks first whether it is there.",
    ".stackTraceLimit": "zod reads and sets it; where it has no meaning, that does nothing.",
    ".when": "Of zod's checks.",
    "Error.captureStackTrace": "zod asks first whether it is there.",
    "URL.canParse": "zod asks first whether it is there.",
  },
};

const course = { title: "Linux", trainer: { name: "Grace", email: "grace@example.com" } };

const filesOf = (page: PageName): Promise<PageFile[]> =>
  page === "student" ? studentPage(course) : buildPage(page);

/** As the local region compresses. */
const asServed = { [constants.BROTLI_PARAM_QUALITY]: 5 };

/** What browsers count for an answer's headers. */
const headerBytes = 300;

const scripts = async (page: PageName): Promise<string[]> =>
  (await filesOf(page))
    .filter(({ path }) => path.endsWith(".js"))
    .map(({ body }) => new TextDecoder().decode(body));

describe.each(["student", "console"] as const)("The scripts of the %s's page", (page) => {
  test("name nothing that the oldest browser lacks, but what is known to do no harm", async () => {
    const found = (await scripts(page)).flatMap((script) => featuresAbove(script, browserFloor));
    expect(found.toSorted()).toEqual(Object.keys(withoutHarm[page]).toSorted());
  });

  test("tell an older browser so, in a script that any can read, before the page begins", async () => {
    const files = await filesOf(page);
    const html = new TextDecoder().decode(files.find(({ path }) => path === "index.html")?.body);
    expect(html).toContain(floorWords);
    expect(html.indexOf("floor-")).toBeGreaterThan(0);
    expect(html.indexOf("floor-")).toBeLessThan(html.indexOf("main-"));
    const floor = files.find(({ path }) => path.startsWith("floor-"));
    expect(new TextDecoder().decode(floor?.body)).not.toMatch(/=>|\b(let|const|class)\b|`|\?\.|\?\?/);
  });
});

test.each(["en", "pl"])(
  "The first visit to the students' page in %s weighs at most 25 kB",
  async (language) => {
    const files = await studentPage({ ...course, language });
    const html = new TextDecoder().decode(files.find(({ path }) => path === "index.html")?.body);
    const visited = files.filter(({ path }) => path === "index.html" || html.includes(path));
    const weights = visited.map(
      ({ body }) => brotliCompressSync(body, { params: asServed }).length + headerBytes,
    );
    expect(visited.length).toBeGreaterThanOrEqual(6);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(25_000);
  },
);

test("What is newer is found: a static member, a member of any object, a global", () => {
  const script =
    "AbortSignal.any([]); list.toSorted(); new WebTransport(url); list.map(String); structuredClone(1)";
  expect(featuresAbove(script, browserFloor)).toEqual([".toSorted", "AbortSignal.any", "WebTransport"]);
});

test.each(["README.md", "docs/student.md"])("%s names the oldest browsers", (file) => {
  expect(readFileSync(file, "utf8").replace(/\s+/g, " ")).toContain(floorWords);
});
