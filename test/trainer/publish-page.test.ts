import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { StoredFile } from "../../trainer/aws/page-bucket.ts";
import { changedFiles, publishPage, studentPage } from "../../trainer/page/publish-page.ts";
import { namedFile, type PageFile, pageBuilder } from "../../web/build/build-page.ts";

/** A bucket that keeps what is put there, and in which order. */
class FakeBucket {
  readonly puts: string[] = [];
  readonly #files = new Map<string, string>();

  async *files(): AsyncIterable<StoredFile> {
    for (const [path, md5] of this.#files) yield { path, md5 };
  }

  async put({ path, body }: PageFile): Promise<void> {
    this.puts.push(path);
    this.#files.set(path, createHash("md5").update(body).digest("hex"));
  }
}

const course = { title: "Linux <evening> class" };

let page: PageFile[];
beforeAll(async () => {
  page = await studentPage(course);
}, 30_000);

const text = (path: string): string => {
  const file = page.find((candidate) => candidate.path === path);
  return new TextDecoder().decode(file?.body);
};

/** The page's files that name another one, in HTML or as an import. */
const whatNames = (path: string): string[] =>
  page
    .map((file) => file.path)
    .filter((file) => file !== "worker.js" && new RegExp(`"\\.?/${path}"`).test(text(file)));

describe("The students' page", () => {
  test("weighs less than 60 kB compressed, everything together", () => {
    const kilobytes = page.reduce((sum, { body }) => sum + gzipSync(body).length, 0) / 1000;
    expect(kilobytes).toBeLessThan(60);
  });

  test("has nothing inline: no script, style, handler or address of another origin in its HTML", () => {
    const html = text("index.html");
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|https?:/);
  });

  test("names files by their content, to be kept for ever, and asks again for those with fixed names", () => {
    const kept = Object.fromEntries(page.map(({ path, cacheControl }) => [path, cacheControl]));
    const fixed = ["index.html", "openapi.json", "worker.js"];
    for (const [path, cacheControl] of Object.entries(kept)) {
      const isFixed = fixed.includes(path);
      expect(cacheControl).toBe(isFixed ? "no-cache" : "public, max-age=31536000, immutable");
      if (!isFixed) expect(path).toMatch(/^[a-z]+-[A-Za-z0-9]{8}\.(js|css|svg)$/);
      if (!isFixed) expect(whatNames(path)).not.toEqual([]);
    }
    expect(Object.keys(kept)).toEqual(expect.arrayContaining(fixed));
  });

  test("has a worker that names all of its files, so that it changes with the page", () => {
    const paths = text("worker.js").matchAll(/"\/([a-z]+-[A-Za-z0-9]{8}\.[a-z]+)"/g);
    const named = new Set([...paths].map(([, path]) => path));
    const hashed = page.flatMap(({ path }) => (path.includes("-") ? [path] : []));
    expect(hashed).toHaveLength(6);
    expect([...named].toSorted()).toEqual(hashed.toSorted());
  });

  test("is made the same each time", async () => {
    const again = await studentPage(course, pageBuilder());
    expect(again.length).toBeGreaterThan(3);
    expect(page).toEqual(again);
  }, 30_000);
});

describe("The page of a course", () => {
  test("has the course's title from its first byte on", () => {
    expect(text("index.html")).toContain("<title>Linux &lt;evening&gt; class</title>");
  });

  test("in Polish has the Polish words, and no others", async () => {
    const polish = await studentPage({ ...course, language: "pl-PL" });
    const all = polish.map(({ body }) => new TextDecoder().decode(body)).join("\n");
    expect(all).toContain('<html lang="pl">');
    expect(all).toContain("Pokaż moje testy");
    expect(all).not.toContain("Show my tests");
    expect(all).not.toContain("Dzień dobry");
  }, 30_000);
});

describe("Publishing the page", () => {
  test("puts index.html after what it names, and last the worker that keeps them all", async () => {
    const bucket = new FakeBucket();
    await publishPage(bucket, page);
    expect(bucket.puts).toHaveLength(page.length);
    expect(bucket.puts.slice(-2)).toEqual(["index.html", "worker.js"]);
  });

  test("again puts nothing, and after a change what changed", async () => {
    const bucket = new FakeBucket();
    await publishPage(bucket, page);
    expect(await publishPage(bucket, page)).toEqual([]);
    const changed = [
      ...page.filter(({ path }) => path !== "index.html"),
      namedFile("index.html", "<p>new</p>"),
    ];
    expect((await changedFiles(bucket, changed)).map(({ path }) => path)).toEqual(["index.html"]);
    expect(await publishPage(bucket, changed)).toEqual(["index.html"]);
  });
});
