import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { stackNameFor } from "../course/stack-name.ts";
import { TestTimeStack } from "../lib/test-time-stack.ts";
import { readCourseSettings } from "../trainer/course-folder/read-course.ts";
import { TrainerError } from "../trainer/trainer-error.ts";

const projectRoot = resolve(import.meta.dirname, "..");

/** Context of cdk.json: the CDK toolkit hands it over, but the region starts this file without the toolkit. */
const context: Record<string, unknown> = JSON.parse(
  readFileSync(join(projectRoot, "cdk.json"), "utf8"),
).context;

/**
 * Synthesizes one stack for one course, into CDK_OUTDIR or cdk.out. The course's folder is the context value `course`
 * (`-c course=DIR`), or TEST_TIME_COURSE, or the example.
 */
const main = (): void => {
  const app = new App({ context, analyticsReporting: false, treeMetadata: false });
  const folder: string =
    app.node.tryGetContext("course") ??
    process.env.TEST_TIME_COURSE ??
    join(projectRoot, "examples", "linux-evening");
  const settings = settingsOf(folder);
  if (!settings) return;
  new TestTimeStack(app, stackNameFor(settings), { settings });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
};

/** Undefined: the settings are wrong, and what is wrong in them has been said. */
const settingsOf = (folder: string): ReturnType<typeof readCourseSettings> | undefined => {
  try {
    return readCourseSettings(folder);
  } catch (error) {
    if (!(error instanceof TrainerError)) throw error;
    console.error(`The settings of the course in ${folder} can't be used:\n${error.message}`);
    process.exitCode = 1;
    return undefined;
  }
};

main();
