import { messageOf } from "../course/unknown-value.ts";
import { runTrainer } from "../trainer/program.ts";
import { host } from "./trainer-host.ts";

// The reader may have closed the pipe: `bin/trainer status --students | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`The result can't be written to the standard output: ${messageOf(error)}\n`);
  process.exit(1);
});

process.exitCode = await runTrainer(process.argv.slice(2), host);
