import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { App, CfnRule, Fn, Validations } from "aws-cdk-lib";
import { BUNDLING_STACKS } from "aws-cdk-lib/cx-api";
import { AwsSolutionsChecks } from "cdk-nag";
import * as z from "zod";
import { stackNameFor } from "../course/stack-name.ts";
import { messageOf } from "../course/unknown-value.ts";
import { type OwnDomain, ownDomainOf } from "../lib/own-domain.ts";
import { bundleTasks } from "../lib/task-bundles.ts";
import { TestTimeStack } from "../lib/test-time-stack.ts";
import { readCourseSettings } from "../trainer/course-folder/read-course.ts";
import { TrainerError } from "../trainer/trainer-error.ts";

const projectRoot = resolve(import.meta.dirname, "..");

/** The context of cdk.json: the CDK toolkit passes it, but the region starts this file without the toolkit. */
const context: Record<string, unknown> = JSON.parse(
  readFileSync(join(projectRoot, "cdk.json"), "utf8"),
).context;

const exampleCourse = join(projectRoot, "examples", "linux-evening");

const pageSchema = z.literal("none").optional();

/** Set by `npm run deploy` and `npm run destroy`, for which a course must be named. */
const command = process.env.TEST_TIME_COMMAND;

/**
 * Synthesizes one stack for one course, into CDK_OUTDIR or cdk.out. The course's folder is the context value `course`
 * (`-c course=DIR`), or TEST_TIME_COURSE, or the example, to look at only. The context value `page=none`, or
 * TEST_TIME_PAGE, leaves the students' page out; `domain` and `certificate` give it an address of its own.
 */
const main = async (): Promise<void> => {
  const app = new App({ context, analyticsReporting: false, treeMetadata: false });
  const named: string | undefined = app.node.tryGetContext("course") || process.env.TEST_TIME_COURSE;
  if (!named && command) {
    console.error(`Name the course, by its folder: npm run ${command} -- -c course=my-course`);
    process.exitCode = 1;
    return;
  }
  const page = pageSchema.safeParse(
    app.node.tryGetContext("page") || process.env.TEST_TIME_PAGE || undefined,
  );
  if (!page.success) {
    console.error("There is one value for the page: -c page=none leaves it out.");
    process.exitCode = 1;
    return;
  }
  const ownDomain = domainIn(app);
  if (ownDomain === null) return;
  const settings = settingsOf(named || exampleCourse);
  if (!settings) return;
  if (bundles(app)) await bundleTasks();
  const hasPage = page.data !== "none";
  const stack = new TestTimeStack(app, stackNameFor(settings), { settings, hasPage, ownDomain });
  if (!named) refuseDeployment(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
};

/** null: it is wrong, which has been said. */
const domainIn = (app: App): OwnDomain | undefined | null => {
  try {
    return ownDomainOf(app.node.tryGetContext("domain"), app.node.tryGetContext("certificate"));
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
    return null;
  }
};

/** Whether the toolkit wants the functions' code: it names no stack to bundle when it only lists or destroys. */
const bundles = (app: App): boolean => {
  const stacks: unknown = app.node.tryGetContext(BUNDLING_STACKS);
  return !Array.isArray(stacks) || stacks.length > 0;
};

/** The example's addresses belong to nobody. When the toolkit is called directly, CloudFormation shows this sentence. */
const refuseDeployment = (stack: TestTimeStack): void => {
  new CfnRule(stack, "CourseIsNamed", {
    assertions: [
      {
        assert: Fn.conditionEquals("no course was named", "a course was named"),
        assertDescription: "Name the course, by its folder: npm run deploy -- -c course=my-course",
      },
    ],
  });
};

/** undefined: the settings are wrong, and the problems have been printed. */
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

await main();
