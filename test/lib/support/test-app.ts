import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { App, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { TestTimeStack, type TestTimeStackProps } from "../../../lib/test-time-stack.ts";

const cdkJson = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../cdk.json"), "utf8"));

/** Bundling costs seconds and has its own test, in task-function.test.ts. */
const leftOut = { "aws:cdk:bundling-stacks": [] };

/** An app with the project's feature flags. It bundles nothing. */
export const testApp = (): App =>
  new App({ context: { ...cdkJson.context, ...leftOut }, analyticsReporting: false });

/** A stack's resources as they would be deployed. */
export const resourcesIn = (stack: Stack) => Template.fromStack(stack).toJSON().Resources;

/** The resources of a course's stack. */
export const courseResources = (props: TestTimeStackProps) =>
  resourcesIn(new TestTimeStack(testApp(), "Rules", props));
