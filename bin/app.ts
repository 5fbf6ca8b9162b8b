import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { stackNameFor } from "../course/stack-name.ts";
import { readSettings, SettingsError } from "../lib/course-settings.ts";
import { TestTimeStack } from "../lib/test-time-stack.ts";

const projectRoot = resolve(import.meta.dirname, "..");

/** Context of cdk.json: the CDK toolkit hands it over, but the region starts this file without the toolkit. */
const context: Record<string, unknown> = JSON.parse(
  readFileSync(join(projectRoot, "cdk.json"), "utf8"),
).context;

/** Synthesizes one stack for one course, into CDK_OUTDIR or cdk.out. */
const main = (): void => {
  const app = new App({ context, analyticsReporting: false, treeMetadata: false });
  const folder: string =
    app.node.tryGetContext("course") ??
    process.env.TEST_TIME_COURSE ??
    join(projectRoot, "examples", "linux-evening");
  const settings = readSettings(folder);
  new TestTimeStack(app, stackNameFor(settings.title), { settings });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
};

try {
  main();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
