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

/** The context of cdk.json: the CDK toolkit passes it, but the region starts the app without the toolkit. */
const cdkContext: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(join(projectRoot, "cdk.json"), "utf8"),
).context;

const exampleCourse = join(projectRoot, "examples", "linux-evening");

const pageSchema = z.literal("none").optional();

/** What may come as variables of the environment. */
interface Variables {
  /** Set by `npm run deploy` and `npm run destroy`, for which a course must be named. */
  readonly TEST_TIME_COMMAND?: string | undefined;
  readonly TEST_TIME_COURSE?: string | undefined;
  readonly TEST_TIME_PAGE?: string | undefined;
}

/**
 * The app with one stack for one course. The course's folder is the context value `course` (`-c course=DIR`), or
 * TEST_TIME_COURSE, or the example, to look at only. The context value `page=none`, or TEST_TIME_PAGE, leaves the students'
 * page out; `domain` and `certificate` give it an address of its own.
 *
 * @param context beside what cdk.json says, and what the toolkit passes.
 * @throws {TrainerError} naming all that is wrong with what it was given.
 */
export const courseApp = async (
  variables: Variables,
  context: Readonly<Record<string, unknown>> = {},
): Promise<App> => {
  const app = new App({
    context: { ...cdkContext, ...context },
    analyticsReporting: false,
    treeMetadata: false,
  });
  const named: string | undefined = app.node.tryGetContext("course") || variables.TEST_TIME_COURSE;
  const command = variables.TEST_TIME_COMMAND;
  if (!named && command)
    throw new TrainerError(`Name the course, by its folder: npm run ${command} -- -c course=my-course`);
  const page = pageSchema.safeParse(app.node.tryGetContext("page") || variables.TEST_TIME_PAGE || undefined);
  if (!page.success) throw new TrainerError("There is one value for the page: -c page=none leaves it out.");
  const ownDomain = domainIn(app);
  const settings = settingsOf(named || exampleCourse);
  if (bundles(app)) await bundleTasks();
  const hasPage = page.data !== "none";
  const stack = new TestTimeStack(app, stackNameFor(settings), { settings, hasPage, ownDomain });
  if (!named) refuseDeployment(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
};

const domainIn = (app: App): OwnDomain | undefined => {
  try {
    return ownDomainOf(app.node.tryGetContext("domain"), app.node.tryGetContext("certificate"));
  } catch (error) {
    throw new TrainerError(messageOf(error), { cause: error });
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

const settingsOf = (folder: string): ReturnType<typeof readCourseSettings> => {
  try {
    return readCourseSettings(folder);
  } catch (error) {
    if (!(error instanceof TrainerError)) throw error;
    throw new TrainerError(`The settings of the course in ${folder} can't be used:\n${error.message}`, {
      cause: error,
    });
  }
};
