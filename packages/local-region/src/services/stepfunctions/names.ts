import { createHash } from "node:crypto";
import { AwsError } from "../../ports.ts";
import { lengthError } from "./length-limit.ts";
import { limits } from "./limits.ts";

/**
 * Characters that are not allowed in names of state machines and executions: white space, brackets, wildcards, special
 * characters and control characters.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
const forbiddenInNames = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/** Rejects with ValidationException or InvalidName; `what` names the thing for the sentence. */
export const checkName = (what: string, name: string): void => {
  if (name.length === 0) throw lengthError("name", name, "at least", 1);
  if (name.length > limits.nameCharacters) {
    throw lengthError("name", name, "at most", limits.nameCharacters);
  }
  const forbidden = forbiddenInNames.exec(name)?.[0];
  if (forbidden !== undefined) {
    throw new AwsError(
      "InvalidName",
      `Invalid Name: '${name}': the name of ${what} must not hold ${JSON.stringify(forbidden)}.`,
    );
  }
};

const machineArn = /^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[^:]+$/;
/** A version is named by digits only, an alias never. */
const versionArnPattern = /^(?<machine>arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[^:/]+):\d+$/;
const aliasArnPattern = /^(?<machine>arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[^:/]+):(?!\d+$)[\w.-]+$/;
const executionArnPattern = /^arn:[\w-]+:states:[\w-]+:\d{12}:execution:[^:]+:[^:]+$/;
const mapRunArnPattern = /^arn:[\w-]+:states:[\w-]+:\d{12}:mapRun:[^:]+:[^:]+$/;

const roleArnPattern = /^arn:[\w-]+:iam::\d{12}:role\/.+$/;

const checkArn = (pattern: RegExp, arn: string): void => {
  if (pattern.test(arn)) return;
  const shown = arn.startsWith("arn:") ? arn : `Invalid ARN prefix: ${arn}`;
  throw new AwsError("InvalidArn", `Invalid Arn: '${shown}'`);
};

export const checkMachineArn = (arn: string): void => checkArn(machineArn, arn);
export const checkVersionArn = (arn: string): void => checkArn(versionArnPattern, arn);
export const checkAliasArn = (arn: string): void => checkArn(aliasArnPattern, arn);

/** The machine that the ARN of a version or an alias is about; undefined: it is neither. */
export const machineOfQualified = (arn: string): string | undefined =>
  (versionArnPattern.exec(arn) ?? aliasArnPattern.exec(arn))?.groups?.machine;

export const isVersionArn = (arn: string): boolean => versionArnPattern.test(arn);

/** Of a machine, or of its version or alias. Throws InvalidArn. */
export const checkStartableArn = (arn: string): void => {
  if (machineOfQualified(arn) === undefined) checkMachineArn(arn);
};

export const checkExecutionArn = (arn: string): void => checkArn(executionArnPattern, arn);
export const checkRoleArn = (arn: string): void => checkArn(roleArnPattern, arn);
export const checkMapRunArn = (arn: string): void => checkArn(mapRunArnPattern, arn);

const relatedArn = (stateMachineArn: string, kind: string, name: string): string =>
  `${stateMachineArn.replace(":stateMachine:", `:${kind}:`)}:${name}`;

/**
 * For a Map run's child `stateMachineArn` is `<machine>/<label>`, and the ARN `...:execution:<machine>/<label>:<name>`.
 */
export const executionArn = (stateMachineArn: string, name: string): string =>
  relatedArn(stateMachineArn, "execution", name);

/** `<machine>` from `<machine>/<label>`. */
export const machineArnOf = (childMachine: string): string => childMachine.split("/")[0] ?? childMachine;

/** The machine that a Map run's children belong to, `<machine>/<label>`. */
export const childMachineArn = (parentMachineArn: string, label: string): string =>
  `${machineArnOf(parentMachineArn)}/${label}`;

export const mapRunArn = (childMachine: string, uuid: string): string =>
  relatedArn(childMachine, "mapRun", uuid);

/** The label of a Distributed Map without a `Label`: its state's name, without what an ARN can't hold. */
export const labelFor = (stateName: string): string => {
  const plain = stateName.replaceAll(/[^A-Za-z0-9_-]/g, "");
  if (plain === stateName && plain.length <= limits.labelCharacters) return plain;
  const hash = createHash("sha256").update(stateName).digest("hex").slice(0, 8);
  return `${plain.slice(0, limits.labelCharacters - hash.length)}${hash}`;
};
