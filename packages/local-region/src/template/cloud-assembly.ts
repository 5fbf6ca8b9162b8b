import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { messageOf } from "../message-of.ts";
import { RegionError } from "../region-error.ts";
import { TemplateProblems } from "./problems.ts";
import { type Template, templateSchema } from "./template.ts";

/** The output of `cdk synth`: the one stack's template, and the paths of its assets. */
export interface CloudAssembly {
  readonly stackName: string;
  readonly template: Template;
  /** The same as text, as it was synthesized. */
  readonly templateBody: string;
  /** Folder or file of each asset, by its key in the bootstrap bucket. */
  readonly assets: ReadonlyMap<string, string>;
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});

const stackPropertiesSchema = z.object({ templateFile: z.string(), stackName: z.string().optional() });

const assetPropertiesSchema = z.object({ file: z.string() });

const assetManifestSchema = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new RegionError(`${path} can't be read (${messageOf(error)}). Synthesize again.`);
  }
};

/** A file of the assembly, checked for the shape that `cdk synth` gives it. */
const parseAs = <T extends z.ZodType>(schema: T, json: unknown, path: string): z.output<T> => {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "it"}: ${issue.message}`);
  throw new RegionError(`${path} is not as cdk synth writes it (${problems.join("; ")}). Synthesize again.`);
};

const readAssets = (folder: string, file: string): [string, string][] =>
  Object.values(parseAs(assetManifestSchema, readJson(join(folder, file)), join(folder, file)).files).flatMap(
    ({ source, destinations }) =>
      Object.values(destinations).flatMap(({ objectKey }): [string, string][] =>
        source.path === undefined ? [] : [[objectKey, join(folder, source.path)]],
      ),
  );

const parseTemplate = (json: unknown): Template => {
  const parsed = templateSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new TemplateProblems(
    parsed.error.issues.map((issue) =>
      issue.code === "unrecognized_keys"
        ? `${[...issue.path, issue.keys.join(", ")].join(".")} is not supported`
        : `${issue.path.join(".")}: ${issue.message}`,
    ),
  );
};

/**
 * Reads a cloud assembly with exactly one stack.
 *
 * @throws {RegionError} naming the file that is missing or unreadable, or how many stacks there are.
 * @throws {TemplateProblems} when the template has sections that the region does not know.
 */
export const loadCloudAssembly = (folder: string): CloudAssembly => {
  const root = resolve(folder);
  const manifest = join(root, "manifest.json");
  const artifacts = Object.entries(parseAs(manifestSchema, readJson(manifest), manifest).artifacts);
  const stacks = artifacts.filter(([, { type }]) => type === "aws:cloudformation:stack");
  const [stack] = stacks;
  if (!stack || stacks.length > 1) {
    throw new RegionError(
      `The region runs one stack; ${root} has ${stacks.length}. Synthesize one stack only, into a folder of its own.`,
    );
  }
  const { templateFile, stackName } = parseAs(stackPropertiesSchema, stack[1].properties, manifest);
  const assets = artifacts
    .filter(([, { type }]) => type === "cdk:asset-manifest")
    .flatMap(([, { properties }]) =>
      readAssets(root, parseAs(assetPropertiesSchema, properties, manifest).file),
    );
  return {
    stackName: stackName ?? stack[0],
    template: parseTemplate(readJson(join(root, templateFile))),
    templateBody: readFileSync(join(root, templateFile), "utf8"),
    assets: new Map(assets),
  };
};
