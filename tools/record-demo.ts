import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const project = resolve(import.meta.dirname, "..");
const file = join(project, "docs", "demo.txt");

/** Runs the demo and keeps its output; ports, which differ each time, become the usual one. */
const record = async (): Promise<void> => {
  const demo = spawn(process.execPath, [join(project, "tools", "demo.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: Buffer[] = [];
  demo.stdout.on("data", (chunk: Buffer) => {
    said.push(chunk);
    process.stdout.write(chunk);
  });
  const [code] = await once(demo, "close");
  if (code !== 0) throw new Error(`The demo ended with ${code}; docs/demo.txt stays as it was.`);
  const text = Buffer.concat(said)
    .toString()
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT");
  writeFileSync(file, `$ npm run demo\n${text}`);
};

await record();
