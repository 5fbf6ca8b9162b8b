import { runTrainer } from "../trainer/program.ts";

process.exitCode = await runTrainer(process.argv.slice(2));
