import { readFileSync } from "node:fs";
import { join } from "node:path";
import { taskEntries } from "./lib/task-entries.ts";

/** Which module may import which; ARCHITECTURE.md says why. Checked by test/import-rules.test.ts. */

const anyOf = (...names) => `(?:${names.join("|")})`;

/** Files of these modules, each a folder at the top. */
const modules = (...names) => `^${anyOf(...names)}/`;

/** Files of these npm packages, or of all below a scope given as `@scope/`. */
const packages = (...names) =>
  `node_modules/${anyOf(...names.map((name) => (name.endsWith("/") ? name : `${name}/`)))}`;

const anyPackage = "node_modules/";
/** `@types/aws-lambda`: there is no package to resolve. */
const typesOnly = "^aws-lambda$";
const nodeItself = { dependencyTypes: ["core"] };
const cdk = packages("aws-cdk-lib", "cdk-nag", "constructs");

/** Packages that the local region names as its own dependencies. */
const regionDependencies = Object.keys(
  JSON.parse(readFileSync(join(import.meta.dirname, "packages/local-region/package.json"), "utf8"))
    .dependencies,
);

const awsSdk = packages("@aws-sdk/", "@smithy/");
const textLibraries = packages("image-size", "katex", "markdown-it", "sanitize-html", "shiki");

/** What a module may import beside itself; anything else that lies in the project or in node_modules is refused. */
const onlyImports = (module, comment, ...allowed) => ({
  name: `${module}-imports`,
  comment,
  severity: "error",
  from: { path: modules(module) },
  to: { pathNot: [modules(module), ...allowed], dependencyTypesNot: ["core"] },
});

const neverImports = (name, comment, from, to) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: typeof to === "string" ? { path: to } : to,
});

export default {
  forbidden: [
    onlyImports(
      "course",
      "The rules are pure: one library each for schemas, dates and patterns.",
      packages("zod", "temporal-polyfill", "re2js"),
    ),
    neverImports("course-no-io", "The rules are pure: no I/O.", modules("course"), nodeItself),

    onlyImports(
      "adapters",
      "The course's data on S3 and its mail through SES, for tasks and trainer alike.",
      modules("course"),
      awsSdk,
      packages("@streamparser/json", "csv-parse", "csv-stringify", "nodemailer", "zod"),
    ),

    onlyImports(
      "tasks",
      "A task knows the rules and the services it calls, not the stack around it.",
      modules("adapters", "course"),
      typesOnly,
      awsSdk,
      packages("@aws-lambda-powertools/", "csv-parse", "ical-generator", "zod"),
    ),
    {
      name: "tasks-no-other-handler",
      comment:
        "Each handler is its own function; code that handlers share is beside them or in tasks/runtime.",
      severity: "error",
      from: { path: "^tasks/" },
      to: { path: Object.values(taskEntries).map((entry) => `^${entry.replaceAll(".", "\\.")}$`) },
    },
    neverImports(
      "tasks-runtime-no-task",
      "Code that all tasks share knows none of them.",
      "^tasks/runtime/",
      "^tasks/(?!runtime/)",
    ),
    {
      name: "tasks-folders-apart",
      comment: "api, grading and mail share adapters and the runtime only.",
      severity: "error",
      from: { path: "^tasks/([^/]+)/" },
      to: { path: "^tasks/", pathNot: "^tasks/(?:$1|runtime)/" },
    },

    {
      ...onlyImports(
        "lib",
        "The cloud knows tasks by their entry paths only.",
        modules("course"),
        cdk,
        packages("esbuild"),
      ),
      from: { path: modules("lib"), pathNot: "^lib/test-time-stack\\.ts$" },
    },
    {
      ...onlyImports(
        "lib",
        "The stack puts the modules together, so it alone in lib knows the workflows.",
        modules("course", "workflows"),
        cdk,
      ),
      name: "stack-imports",
      from: { path: "^lib/test-time-stack\\.ts$" },
    },
    onlyImports(
      "workflows",
      "A workflow is made of constructs and speaks the contracts of course.",
      modules("course", "lib"),
      cdk,
    ),
    neverImports(
      "workflows-no-stack",
      "The stack knows the workflows, not the other way round.",
      modules("workflows"),
      "^lib/test-time-stack\\.ts$",
    ),

    neverImports(
      "region-imports",
      "The region knows an app only through its cloud assembly.",
      "^packages/local-region/",
      modules("adapters", "bin", "course", "lib", "tasks", "test", "tools", "trainer", "web", "workflows"),
    ),
    neverImports(
      "region-dependencies",
      "Whoever installs the region's package gets what its package.json names, and nothing else.",
      "^packages/local-region/src/",
      { path: anyPackage, pathNot: packages(...regionDependencies) },
    ),
    neverImports(
      "region-by-its-exports",
      "The region is imported as any installed package is: by its name, through its exports.",
      "^(?!packages/local-region/)",
      { path: "^packages/local-region/", dependencyTypesNot: ["aliased-workspace"] },
    ),

    onlyImports(
      "trainer",
      "The trainer's command knows the rules, reads the bucket as the tasks do, and publishes the page.",
      modules("adapters", "course"),
      "^web/build/",
      awsSdk,
      packages("cli-progress", "commander", "csv-parse", "csv-stringify", "yaml", "zod", "temporal-polyfill"),
      packages("fast-xml-parser", "fflate", "htmlparser2", "read-excel-file", "yauzl"),
      textLibraries,
    ),
    neverImports(
      "only-trainer-text-renders",
      "Texts are rendered when they are published: no page and no function has a renderer.",
      "^(?!trainer/text/|test/)",
      textLibraries,
    ),

    {
      name: "web-imports",
      comment: "A page knows the shapes of the API, and libraries for browsers.",
      severity: "error",
      from: { path: modules("web") },
      to: { path: modules("adapters", "bin", "lib", "packages", "tasks", "tools", "trainer", "workflows") },
    },
    {
      name: "web-no-node",
      comment: "Only the build of the pages runs on Node.",
      severity: "error",
      from: { path: modules("web"), pathNot: "^web/build/" },
      to: nodeItself,
    },

    neverImports(
      "nobody-imports-the-ways-in",
      "Programs and tests stand above the modules.",
      "^(?!bin/|test/|tools/|packages/[^/]+/test/)",
      modules("bin", "test", "tools"),
    ),
    {
      name: "no-cycles",
      comment:
        "Of two files that need each other, neither can be understood alone. Imports of types count too.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "nothing-unresolved",
      comment: "An import that leads nowhere; `aws-lambda` is types only.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: typesOnly },
    },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: anyPackage },
    // Built.
    exclude: { path: "^packages/[^/]+/dist/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
      extensions: [".ts", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
