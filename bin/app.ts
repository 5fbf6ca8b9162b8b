import { TrainerError } from "../trainer/trainer-error.ts";
import { courseApp } from "./course-app.ts";

/** Synthesizes the stack of one course (`course-app.ts`) into CDK_OUTDIR or cdk.out. */
try {
  (await courseApp(process.env)).synth();
} catch (error) {
  if (!(error instanceof TrainerError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
