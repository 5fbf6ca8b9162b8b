/**
 * Who may import whom; ARCHITECTURE.md says why. Checked by test/import-rules.test.ts. Rooms that are not built yet are
 * named already.
 */

const anyOf = (...names) => `(?:${names.join("|")})`;

/** Files of these rooms. */
const rooms = (...names) => `^${anyOf(...names)}/`;

/** Files of these npm packages, or of all below a scope given as `@scope/`. */
const packages = (...names) =>
  `node_modules/${anyOf(...names.map((name) => (name.endsWith("/") ? name : `${name}/`)))}`;

const anyPackage = "node_modules/";
/** `@types/aws-lambda`: there is no package to resolve. */
const typesOnly = "^aws-lambda$";
const nodeItself = { dependencyTypes: ["core"] };
const cdk = packages("aws-cdk-lib", "cdk-nag", "constructs");

const awsSdk = packages("@aws-sdk/", "@smithy/");

/** What a room may import beside itself; anything else that lies in the project or in node_modules is refused. */
const onlyImports = (room, comment, ...allowed) => ({
  name: `${room}-imports`,
  comment,
  severity: "error",
  from: { path: rooms(room) },
  to: { pathNot: [rooms(room), ...allowed], dependencyTypesNot: ["core"] },
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
      "The rules are pure: one schema library, one date library.",
      packages("zod", "temporal-polyfill"),
    ),
    neverImports("course-no-io", "The rules are pure: no I/O.", rooms("course"), nodeItself),

    onlyImports(
      "tasks",
      "A task knows the rules and the services it calls, not the stack around it.",
      rooms("course"),
      typesOnly,
      awsSdk,
      packages(
        "@aws-lambda-powertools/",
        "@streamparser/json",
        "csv-parse",
        "csv-stringify",
        "nodemailer",
        "zod",
      ),
    ),
    {
      name: "tasks-no-other-task",
      comment: "A task never imports another task; what they share is in tasks/runtime.",
      severity: "error",
      from: { path: "^tasks/" },
      to: { path: "^tasks/", pathNot: "^tasks/runtime/" },
    },

    {
      ...onlyImports(
        "lib",
        "The cloud knows tasks by their entry paths only.",
        rooms("course"),
        cdk,
        packages("esbuild"),
      ),
      from: { path: rooms("lib"), pathNot: "^lib/test-time-stack\\.ts$" },
    },
    {
      ...onlyImports(
        "lib",
        "The stack puts the rooms together, so it alone in lib knows the workflows.",
        rooms("course", "workflows"),
        cdk,
      ),
      name: "stack-imports",
      from: { path: "^lib/test-time-stack\\.ts$" },
    },
    onlyImports(
      "workflows",
      "A workflow is made of constructs and speaks the contracts of course.",
      rooms("course", "lib"),
      cdk,
    ),
    neverImports(
      "workflows-no-stack",
      "The stack knows the workflows, not the other way round.",
      rooms("workflows"),
      "^lib/test-time-stack\\.ts$",
    ),

    neverImports(
      "local-imports",
      "The region knows the app only through the synthesized output.",
      rooms("local"),
      rooms("bin", "course", "lib", "tasks", "trainer", "web", "workflows"),
    ),
    neverImports("local-no-cdk", "The region reads templates; it does not make them.", rooms("local"), cdk),

    onlyImports(
      "trainer",
      "The trainer's command knows the rules, reads the bucket as the tasks do, and publishes the page.",
      rooms("course"),
      "^tasks/runtime/",
      "^web/build/",
      awsSdk,
      packages("cli-progress", "commander", "csv-parse", "csv-stringify", "yaml", "zod", "temporal-polyfill"),
    ),

    {
      name: "web-imports",
      comment: "A page knows the shapes of the API, and libraries for browsers.",
      severity: "error",
      from: { path: rooms("web") },
      to: { path: rooms("bin", "lib", "local", "tasks", "trainer", "workflows") },
    },
    {
      name: "web-no-node",
      comment: "Only what makes the pages runs on Node.",
      severity: "error",
      from: { path: rooms("web"), pathNot: "^web/build/" },
      to: nodeItself,
    },

    neverImports(
      "nobody-imports-the-ways-in",
      "Programs and tests stand above the rooms.",
      "^(?!bin/|test/)",
      rooms("bin", "test"),
    ),
    {
      name: "no-cycles",
      comment:
        "Of two files that need each other, one can't be understood alone. The engine is left out: the types of an interpreter refer to each other, and this parser takes imports of types for imports of code.",
      severity: "error",
      from: { pathNot: "^local/engine/" },
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
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
      extensions: [".ts", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
