import { AwsError, type Json } from "../../../ports.ts";
import type { MachineRow } from "../journal/machines.ts";
import type { MachineVersions } from "../machine-versions.ts";
import { seconds } from "./action.ts";

/** What CreateStateMachine and UpdateStateMachine say about publishing. */
export interface Publishing {
  readonly publish?: boolean | undefined;
  readonly versionDescription?: string | undefined;
}

/** Throws ValidationException for a description of a version that is not published. */
export const checkVersionDescription = ({ publish, versionDescription }: Publishing): void => {
  if (publish || versionDescription === undefined) return;
  throw new AwsError("ValidationException", "Version description can only be set when publish is true");
};

export const published = async (
  versions: MachineVersions,
  machine: MachineRow,
  { publish, versionDescription }: Publishing,
): Promise<{ readonly stateMachineVersionArn?: string }> =>
  publish ? { stateMachineVersionArn: (await versions.publish(machine, versionDescription)).arn } : {};

/** What CreateStateMachine answers. */
export const created = async (
  versions: MachineVersions,
  machine: MachineRow,
  publishing: Publishing,
): Promise<{ readonly [key: string]: Json }> => ({
  stateMachineArn: machine.arn,
  creationDate: seconds(machine.createdAt),
  ...(await published(versions, machine, publishing)),
});
