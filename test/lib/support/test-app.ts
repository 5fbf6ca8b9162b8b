import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { App, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import type { Settings } from "../../../course/settings.ts";
import { TestTimeStack } from "../../../lib/test-time-stack.ts";
import { type Resources, resourcesOf } from "./template.ts";

const cdkJson = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../cdk.json"), "utf8"));

/** Bundling costs seconds and has its own test, in task-function.test.ts. */
const leftOut = { "aws:cdk:bundling-stacks": [] };

/** An app with the project's feature flags. It bundles nothing. */
export const testApp = (): App =>
  new App({ context: { ...cdkJson.context, ...leftOut }, analyticsReporting: false });

/** A stack's resources, their references flattened. */
export const resourcesIn = (stack: Stack): Resources =>
  resourcesOf({ Resources: Template.fromStack(stack).toJSON().Resources });

/** The template of a course's stack as it would be deployed, as JSON. */
export const templateOf = (settings: Settings): string =>
  JSON.stringify(Template.fromStack(new TestTimeStack(testApp(), "Rules", { settings })));
