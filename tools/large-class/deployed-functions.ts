import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as z from "zod";
import type { TaskName } from "../../lib/task-entries.ts";

/** A function as it is deployed. */
export interface DeployedFunction {
  /** The file that Lambda loads. */
  readonly code: string;
  readonly timeoutSeconds: number;
  readonly variables: Readonly<Record<string, string>>;
}

const templateSchema = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() }).loose()) });

const functionSchema = z.object({
  Type: z.literal("AWS::Lambda::Function"),
  Properties: z.object({
    Code: z.object({ S3Key: z.string() }),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
    Timeout: z.number(),
  }),
});

/**
 * What a synthesized template deploys as the function of `task`.
 *
 * @param bucketName the value of variables that are known only when the stack exists: there is one, the bucket's name.
 */
export const deployedFunction = (assembly: string, task: TaskName, bucketName: string): DeployedFunction => {
  const [template = ""] = globSync(join(assembly, "*.template.json"));
  const { Resources } = templateSchema.parse(JSON.parse(readFileSync(template, "utf8")));
  for (const resource of Object.values(Resources)) {
    const { success, data } = functionSchema.safeParse(resource);
    if (!success || data.Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME !== task) continue;
    const { Code, Environment, Timeout } = data.Properties;
    const variables = Object.entries(Environment.Variables).map(([name, value]) => [
      name,
      typeof value === "string" ? value : bucketName,
    ]);
    return {
      code: join(assembly, `asset.${basename(Code.S3Key, ".zip")}`, "index.js"),
      timeoutSeconds: Timeout,
      variables: Object.fromEntries(variables),
    };
  }
  throw new Error(`${template} has no function of the task ${task}.`);
};
