import { existsSync, readdirSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { regionThread } from "../../bin/region/profiler.ts";
import type { CostOfEach } from "./result.ts";

/** What V8 writes, as far as it is read here. Times in microseconds. */
const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.int(),
      children: z.array(z.int()).optional(),
      callFrame: z.object({
        functionName: z.string(),
        url: z.string(),
        /** From 0. */
        lineNumber: z.int(),
        columnNumber: z.int(),
      }),
    }),
  ),
  samples: z.array(z.int()),
  timeDeltas: z.array(z.number()),
});

type Profile = z.infer<typeof profileSchema>;
type Frame = Profile["nodes"][number]["callFrame"];

/** Parts below this share of a thread are added up. */
const smallestShare = 0.015;

/** Milliseconds of each part of the code, by name. */
type Parts = ReadonlyMap<string, number>;

/** The text of where the processor time goes, for each unit: a student or a submission. */
export const profileReport = (folder: string, unit: string, cost: CostOfEach): string => {
  const place = placesOf();
  const threads = new Map<string, Map<string, number>>();
  for (const file of readdirSync(folder)) {
    const [, thread = ""] = /^\d+\.(.+)\.cpuprofile$/.exec(file) ?? [];
    const name = shortName(thread);
    const parts = threads.get(name) ?? new Map<string, number>();
    threads.set(name, parts);
    const profile = profileSchema.parse(JSON.parse(readFileSync(join(folder, file), "utf8")));
    for (const [part, ms] of partsOf(profile, place)) parts.set(part, (parts.get(part) ?? 0) + ms);
  }
  return [...inMsOfEach(threads, cost)]
    .map(([name, parts]) => render(`${name}, a ${unit}`, parts))
    .join("\n");
};

const native = "(native)";

/** The event loop's waiting, which a worker thread calls "program", and the profiler's own messages. */
const notWork = new Set(["(idle)", "(program)", "(root)", "node: inspector"]);

/** A function is called by its construct: `TestTime-made-up-TasksGradeStudentWorkerFunction69155BC9`. */
const shortName = (thread: string): string =>
  thread
    .replace(/^.*?-(?=\w+$)/, "")
    .replace(/(Worker)?Function[0-9A-F]{8}$/, "")
    .replace(/^(Tasks|StudentApi|DeadlineWatch)/, "");

/** How long each part was on the thread, without its idle time. */
const partsOf = ({ nodes, samples, timeDeltas }: Profile, place: (frame: Frame) => string): Parts => {
  const placeOf = new Map(nodes.map(({ id, callFrame }) => [id, place(callFrame)]));
  // What is compiled into Node has no place of its own; it works for its caller.
  for (const { id, children = [] } of nodes) {
    for (const child of children)
      if (placeOf.get(child) === native) placeOf.set(child, placeOf.get(id) ?? native);
  }
  const parts = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const part = placeOf.get(id) ?? "";
    if (!notWork.has(part)) parts.set(part, (parts.get(part) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  return parts;
};

/**
 * On a busy machine a thread is often on no processor while it is sampled, so the samples only say in which proportion; the
 * system says how much it was.
 */
const inMsOfEach = (
  threads: ReadonlyMap<string, Parts>,
  { cpuMs, mainThreadCpuMs }: CostOfEach,
): ReadonlyMap<string, Parts> => {
  const ofRegion = (name: string): boolean => name === regionThread;
  const sampled = (own: boolean): number =>
    [...threads].reduce((sum, [name, parts]) => sum + (ofRegion(name) === own ? total(parts) : 0), 0);
  const factors = {
    region: mainThreadCpuMs / sampled(true),
    functions: (cpuMs - mainThreadCpuMs) / sampled(false),
  };
  const scaled = [...threads].map(([name, parts]) => {
    const factor = ofRegion(name) ? factors.region : factors.functions;
    return [name, new Map([...parts].map(([part, ms]) => [part, ms * factor]))] as const;
  });
  return new Map(scaled.toSorted(([, a], [, b]) => total(b) - total(a)));
};

const total = (parts: Parts): number => parts.values().reduce((sum, ms) => sum + ms, 0);

const render = (title: string, parts: Parts): string => {
  const all = total(parts);
  const large = [...parts].filter(([, ms]) => ms >= all * smallestShare).toSorted(([, a], [, b]) => b - a);
  const rest = all - large.reduce((sum, [, ms]) => sum + ms, 0);
  const lines = [...large, ["(others)", rest] as const].map(
    ([part, ms]) =>
      `  ${ms.toFixed(2).padStart(6)} ms  ${((ms / all) * 100).toFixed(0).padStart(3)} %  ${part}`,
  );
  return all < 0.05 ? "" : [`${title}: ${all.toFixed(2)} ms`, ...lines, ""].join("\n");
};

/** Says of a frame which part of the code it is in: a package, a folder, a module of Node, or what V8 does itself. */
const placesOf = (): ((frame: Frame) => string) => {
  const maps = new Map<string, SourceMap | null>();
  const mapOf = (file: string): SourceMap | null => {
    const known = maps.get(file);
    if (known !== undefined) return known;
    const path = `${file}.map`;
    const map = existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, "utf8"))) : null;
    maps.set(file, map);
    return map;
  };
  return ({ functionName, url, lineNumber, columnNumber }) => {
    if (url === "") return functionName.startsWith("(") ? functionName : native;
    if (url.startsWith("node:")) return nodeModule(url);
    const file = url.startsWith("file:") ? fileURLToPath(url) : url;
    const entry = mapOf(file)?.findEntry(lineNumber, columnNumber);
    return folderOf(entry && "originalSource" in entry ? entry.originalSource : file);
  };
};

const nodeModule = (url: string): string => {
  const module = url.replace(/^node:(internal\/)?/, "");
  if (/^(_?http|_?stream|streams|net|_?tls|stream_base_commons|js_stream|timers|dgram)/.test(module))
    return "node: http, streams, net, timers";
  return `node: ${module.split("/")[0]}`;
};

const folderOf = (path: string): string => {
  const library = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  if (library !== undefined && library !== "local-region") return library;
  const inRegion = /local-region\/src\/((?:services\/[^/]+)|[^/]+)/.exec(path)?.[1];
  if (inRegion !== undefined) return `local-region: ${inRegion}`;
  return path
    .split("/")
    .filter((part) => part !== "..")
    .slice(-3, -1)
    .join("/");
};
