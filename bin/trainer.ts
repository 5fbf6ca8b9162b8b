import { messageOf } from "../course/unknown-value.ts";
import { runTrainer } from "../trainer/program.ts";

// Whoever reads the results may have read enough: `bin/trainer status --students | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`What came of it can't be written to the standard output: ${messageOf(error)}\n`);
  process.exit(1);
});

process.exitCode = await runTrainer(process.argv.slice(2));
