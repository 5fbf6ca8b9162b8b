import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Settings, settingsSchema } from "../../../course/settings.ts";
import type { OwnDomain } from "../../../lib/own-domain.ts";
import { madeOnce } from "../../support/made-once.ts";

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  /** Logical ids without their hash. */
  readonly DependsOn: readonly string[];
  readonly DeletionPolicy: unknown;
  readonly UpdateReplacePolicy: unknown;
}

export type Resources = Readonly<Record<string, Resource>>;

export const settings = (changes: Partial<Settings> = {}): Settings =>
  settingsSchema.parse({
    title: "Rules",
    trainer: { name: "Ada Nowak", email: "trainer@example.com" },
    sender: "no-reply@example.com",
    timeZone: "Europe/Warsaw",
    deadline: "Monday 23:00",
    mailsPerSecond: 14,
    ...changes,
  });

/**
 * The course's template as it would be deployed, its references flattened (see `flat`). It is synthesized once a test run for
 * each of the settings; the CDK is loaded only then, since loading it takes as long as the synthesis.
 */
export const synthesize = async (
  changes: Partial<Settings> = {},
  { hasPage = true, ownDomain }: { readonly hasPage?: boolean; readonly ownDomain?: OwnDomain } = {},
): Promise<Resources> => {
  const wanted = { settings: settings(changes), hasPage, ...(ownDomain && { ownDomain }) };
  const folder = await madeOnce(`resources of ${JSON.stringify(wanted)}`, async (made) => {
    const { courseResources } = await import("./test-app.ts");
    writeFileSync(join(made, "resources.json"), JSON.stringify(courseResources(wanted)));
  });
  return resourcesOf(JSON.parse(readFileSync(join(folder, "resources.json"), "utf8")));
};

/** A template's resources, their references flattened. */
export const resourcesOf = (resources: Resources): Resources =>
  Object.fromEntries(
    Object.entries(resources).map(([id, resource]) => [
      plainId(id),
      {
        Type: resource.Type,
        Properties: asRecord(flat(resource.Properties ?? {})),
        DependsOn: (resource.DependsOn ?? []).map(plainId),
        DeletionPolicy: resource.DeletionPolicy,
        UpdateReplacePolicy: resource.UpdateReplacePolicy,
      },
    ]),
  );

export const ofType = (resources: Resources, type: string): [string, Resource["Properties"]][] =>
  Object.entries(resources).flatMap(([id, r]) => (r.Type === type ? [[id, r.Properties]] : []));

/** References in one line of text: `<StorageBucket.Arn>/students/*`; logical ids without their hash. */
export const flat = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(flat);
  if (typeof value !== "object" || value === null) return value;
  const [entry, ...others] = Object.entries(value);
  if (entry && others.length === 0) {
    const [name, argument] = entry;
    if (name === "Ref") return `<${plainId(String(argument))}>`;
    if (name === "Fn::GetAtt") return `<${plainId(String(argument[0]))}.${argument[1]}>`;
    if (name === "Fn::Join") return asList(flat(argument[1])).join(String(argument[0]));
    if (name === "Fn::Split") return String(flat(argument[1])).split(String(argument[0]));
    if (name === "Fn::Select") return flatSelect(flat(argument[1]), Number(argument[0]));
  }
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, flat(v)]));
};

/** A part of an unresolved ARN keeps its number: `<StateMachine>#6`. */
const flatSelect = (parts: unknown, index: number): unknown => {
  const list = asList(parts);
  return list.length > index ? list[index] : `${list.join(":")}#${index}`;
};

const plainId = (id: string): string => id.replace(/[0-9A-F]{8}$/, "");

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

export const asRecord = (value: unknown): Record<string, unknown> => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new TypeError(`Not an object: ${JSON.stringify(value)}`);
};

/** What the policies of one role allow, a line for each action and resource: `action on resource [if condition]`. */
export const rightsOf = (resources: Resources, role: string): string[] =>
  ofType(resources, "AWS::IAM::Policy")
    .filter(([, policy]) => asList(policy.Roles).includes(`<${role}>`))
    .flatMap(([, policy]) => asList(asRecord(policy.PolicyDocument).Statement).map(asRecord))
    .flatMap(lines)
    .sort();

const lines = (statement: Record<string, unknown>): string[] => {
  const condition = statement.Condition === undefined ? "" : ` if ${JSON.stringify(statement.Condition)}`;
  const effect = statement.Effect === "Allow" ? "" : `${statement.Effect} `;
  return asList(statement.Action).flatMap((action) =>
    asList(statement.Resource).map((resource) => `${effect}${action} on ${resource}${condition}`),
  );
};
