import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { wordsOf } from "../../../course/words/words.ts";
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
    ".reason": "A field of what the trainer's server answers.",
    ".showModal": "The question asks first whether it is there.",
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

/**
 * What browsers count for an answer's headers, whatever their length.
 * @see https://w3c.github.io/resource-timing/#dom-performanceresourcetiming-transfersize
 */
const headerBytes = 300;

/** CloudFront leaves shorter files as they are. */
const leastToCompress = 1_000;

const textOf = ({ body }: PageFile): string => new TextDecoder().decode(body);

const bytesServed = ({ body }: PageFile): number =>
  body.length < leastToCompress ? body.length : brotliCompressSync(body, { params: asServed }).length;

/** The files that a script needs before it runs: itself, and what it imports at once, and so on. */
const withImports = (script: PageFile, files: readonly PageFile[]): PageFile[] => {
  const imported = [...textOf(script).matchAll(/\bfrom"\.\/([^"]+)"|\bimport"\.\/([^"]+)"/g)].flatMap(
    ([, from, bare]) => files.filter(({ path }) => path === (from ?? bare)),
  );
  return [script, ...imported.flatMap((file) => withImports(file, files))];
};

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

describe.each(["en", "pl"])("The first visit to the students' page in %s", (language) => {
  const firstVisit = async () => {
    const files = await studentPage({ ...course, language });
    const index = files.find(({ path }) => path === "index.html");
    const html = index ? textOf(index) : "";
    const named = files.filter(({ path }) => html.includes(path));
    const loaded = named.flatMap((file) => (file.path.endsWith(".js") ? withImports(file, files) : [file]));
    return { html, loaded: new Set([...(index ? [index] : []), ...loaded]) };
  };

  test("weighs at most 25 kB with its headers, until the sign-in form is there", async () => {
    const weights = [...(await firstVisit()).loaded].map((file) => bytesServed(file) + headerBytes);
    expect(weights.length).toBeGreaterThanOrEqual(6);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(25_000);
  });

  test("waits for no script that the HTML does not name", async () => {
    const { html, loaded } = await firstVisit();
    const scripts = [...loaded].filter(({ path }) => path.endsWith(".js"));
    expect(scripts.filter(({ path }) => !html.includes(path))).toEqual([]);
  });

  test("shows the sign-in form without a script, in the course's language", async () => {
    const { html } = await firstVisit();
    const { signIn, typeset } = wordsOf({ language });
    expect(html).toContain(`<label for="key">${typeset(signIn.yourKey)}</label>`);
    // What a form sends by itself would have the key in the address.
    expect(html).not.toMatch(/<input[^>]*\sname=/);
  });

  test("loads the words of its views only when somebody signs in", async () => {
    const scripts = [...(await firstVisit()).loaded].map(textOf).join("\n");
    const { signIn, score, typeset } = wordsOf({ language });
    expect(scripts).toContain(typeset(signIn.yourKey));
    expect(scripts).not.toContain(typeset(score.isHidden));
  });
});

test("What is newer is found: a static member, a member of any object, a global", () => {
  const script =
    "AbortSignal.any([]); list.toSorted(); new WebTransport(url); list.map(String); structuredClone(1)";
  expect(featuresAbove(script, browserFloor)).toEqual([".toSorted", "AbortSignal.any", "WebTransport"]);
});

test.each(["README.md", "docs/student.md"])("%s names the oldest browsers", (file) => {
  expect(readFileSync(file, "utf8").replace(/\s+/g, " ")).toContain(floorWords);
});
