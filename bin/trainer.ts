import { runTrainer } from "../trainer/program.ts";

// Whoever reads the results may have read enough: `bin/trainer status --students | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

process.exitCode = await runTrainer(process.argv.slice(2));
