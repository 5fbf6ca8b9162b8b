import { describe, expect, test } from "@jest/globals";
import { type Asked, type FileCache, PageKeeper } from "../../../web/student/offline/page-keeper.ts";

const origin = "https://tests.example.com";
const files = ["/main-11111111.js", "/page-22222222.css"];
const html = (names: readonly string[]): string => `<p>${names.join(" ")}</p>`;

/** The browser's cache storage, by cache and path. */
class FakeCaches {
  readonly kept = new Map<string, Map<string, Response>>();

  async open(name: string): Promise<FileCache> {
    const cache = this.kept.get(name) ?? new Map<string, Response>();
    this.kept.set(name, cache);
    return {
      match: async (path) => cache.get(path)?.clone(),
      put: async (path, response) => void cache.set(path, response),
    };
  }

  async keys(): Promise<string[]> {
    return [...this.kept.keys()];
  }

  async delete(name: string): Promise<boolean> {
    return this.kept.delete(name);
  }

  async holds(): Promise<Record<string, Record<string, string>>> {
    const entries = [...this.kept].map(async ([name, cache]) => {
      const texts = [...cache].map(
        async ([path, response]) => [path, await response.clone().text()] as const,
      );
      return [name, Object.fromEntries(await Promise.all(texts))] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }
}

type Server = (path: string) => Promise<Response>;

/** Gives out the page; anything else fails the test. */
const serving =
  (pages: Readonly<Record<string, string | number>>): Server =>
  async (path) => {
    const page = pages[path];
    if (page === undefined) throw new Error(`Nobody expected a request for ${path}.`);
    return typeof page === "number" ? new Response("", { status: page }) : new Response(page);
  };
const pageOf = (names: readonly string[]): Record<string, string> => ({
  "/": html(names),
  ...Object.fromEntries(names.map((path) => [path, `content of ${path}`])),
});
const noConnection: Server = () => Promise.reject(new TypeError("Failed to fetch"));
const silence: Server = () => new Promise(() => undefined);

const never = (): Promise<void> => new Promise(() => undefined);

interface Setting {
  readonly caches?: FakeCaches;
  readonly server?: Server;
  readonly version?: string;
  readonly names?: readonly string[];
  readonly patience?: () => Promise<void>;
}

const keeperOf = ({ caches, server, version, names, patience }: Setting) => {
  const ask = server ?? serving(pageOf(names ?? files));
  return new PageKeeper<Asked>({
    page: { version: version ?? "v1", files: names ?? files, named: (names ?? files).slice(0, 2) },
    caches: caches ?? new FakeCaches(),
    origin,
    load: ask,
    passOn: ({ url }) => ask(new URL(url).pathname),
    patience: patience ?? never,
  });
};

const visit = (path: string): Asked => ({ method: "GET", url: `${origin}${path}`, mode: "navigate" });
const file = (path: string): Asked => ({ method: "GET", url: `${origin}${path}`, mode: "cors" });
const textOf = async (answer: Promise<Response> | null): Promise<string> => (await answer)?.text() ?? "none";

/** Caches that hold version 1 of the page. */
const visited = async (): Promise<FakeCaches> => {
  const caches = new FakeCaches();
  await keeperOf({ caches }).keep();
  return caches;
};

describe("The page on a device", () => {
  test("is kept with the files that only its scripts name", async () => {
    const names = [...files, "/views-33333333.js"];
    const caches = new FakeCaches();
    await keeperOf({ caches, names, server: serving({ ...pageOf(names), "/": html(files) }) }).keep();
    expect(Object.keys((await caches.holds())["test-time-page-v1"] ?? {})).toEqual(["/", ...names]);
  });

  test("is kept whole and alone: index.html and the files it names", async () => {
    const caches = await visited();
    expect(await caches.holds()).toEqual({ "test-time-page-v1": pageOf(files) });
  });

  test.each([
    ["a file of it can't be had", serving({ ...pageOf(files), "/page-22222222.css": 403 })],
    [
      "the server's index.html is of another version",
      serving({ ...pageOf(files), "/": html(["/main-9.js"]) }),
    ],
    ["somebody between answers in its place", serving({ ...pageOf(files), "/": "<h1>Hotel</h1>" })],
    ["there is no connection", noConnection],
  ])("is not kept by halves: nothing is when %s", async (_, server) => {
    const caches = new FakeCaches();
    await expect(keeperOf({ caches, server }).keep()).rejects.toThrow();
    expect(await caches.holds()).toEqual({});
  });

  test("is the server's own at each visit, so that a changed page is seen at once", async () => {
    const caches = await visited();
    const keeper = keeperOf({ caches, server: serving({ "/": "changed" }) });
    expect(await textOf(keeper.answer(visit("/?source=mail")))).toBe("changed");
  });

  test.each([
    ["there is no connection", { server: noConnection }],
    ["the server is silent for too long", { server: silence, patience: async () => undefined }],
    ["the server fails", { server: serving({ "/": 502 }) }],
  ])("is the kept one when %s", async (_, setting) => {
    const caches = await visited();
    expect(await textOf(keeperOf({ caches, ...setting }).answer(visit("/")))).toBe(html(files));
  });

  test("that is not there any more is not hidden by the kept one", async () => {
    const keeper = keeperOf({ caches: await visited(), server: serving({ "/": 404 }) });
    expect((await keeper.answer(visit("/")))?.status).toBe(404);
  });

  test("takes its files from the device without asking", async () => {
    const keeper = keeperOf({ caches: await visited(), server: noConnection });
    expect(await textOf(keeper.answer(file(files[0] ?? "")))).toBe(`content of ${files[0]}`);
  });

  test("is asked for again where a browser has thrown it away", async () => {
    const keeper = keeperOf({});
    expect(await textOf(keeper.answer(visit("/")))).toBe(html(files));
    expect(await textOf(keeper.answer(file(files[1] ?? "")))).toBe(`content of ${files[1]}`);
  });

  test("goes when a new version is there, and what others keep on the same origin stays", async () => {
    const caches = await visited();
    await caches.open("of-another-page");
    const keeper = keeperOf({ caches, version: "v2", names: ["/main-33333333.js"] });
    await keeper.keep();
    await keeper.dropOthers();
    expect(Object.keys(await caches.holds()).toSorted()).toEqual(["of-another-page", "test-time-page-v2"]);
  });

  test.each<Asked>([
    file("/api/v1/test?subjectName=linux&testId=files"),
    { ...file("/api/v1/tests"), method: "POST" },
    { ...file("/"), method: "POST" },
    file("/"),
    file("/openapi.json"),
    file("/main-99999999.js"),
    visit("/console/"),
    visit("/openapi.json"),
    { method: "GET", url: `https://elsewhere.example.com${files[0]}`, mode: "no-cors" },
  ])("has nothing to do with %j", async (asked) => {
    const caches = await visited();
    expect(keeperOf({ caches, server: noConnection }).answer(asked)).toBeNull();
    expect(await caches.holds()).toEqual({ "test-time-page-v1": pageOf(files) });
  });
});
