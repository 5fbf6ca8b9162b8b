import { parentPort, workerData } from "node:worker_threads";
import * as z from "zod";
import { fuzz } from "./fuzz.ts";

const { progress, ...options } = z
  .object({
    format: z.string(),
    seed: z.number(),
    from: z.number(),
    files: z.number(),
    progress: z.instanceof(Int32Array),
  })
  .parse(workerData);

await fuzz({
  ...options,
  onFile: (number) => void Atomics.store(progress, 0, number),
  onFind: (find) => parentPort?.postMessage({ ...find, bytes: new Uint8Array(find.bytes) }),
});
