import { isObject } from "../json.ts";
import { checkPlan, type DeclaredResource } from "./check-plan.ts";
import type { CloudAssembly } from "./cloud-assembly.ts";
import { sortByDependencies } from "./graph.ts";
import { type Identity, referencesOf, resolve, type Scope } from "./intrinsics.ts";
import { physicalName } from "./names.ts";
import { emptyPlan, type RegionPlan } from "./plan.ts";
import { TemplateProblems } from "./problems.ts";
import { arnOf, type Declared, type World } from "./resource-type.ts";
import { resourceTypes } from "./resource-types/index.ts";
import type { Parameter, Resource, Template } from "./template.ts";

const parameterProblems = ({ Parameters }: Template): string[] =>
  Object.entries(Parameters).flatMap(([name, { Default, AllowedValues }]) =>
    Default === undefined ||
    AllowedValues === undefined ||
    AllowedValues.map(String).includes(String(Default))
      ? []
      : [`Parameter ${name}: its default ${JSON.stringify(Default)} is none of its AllowedValues`],
  );

/** Reads one template; collects all problems before it fails. */
class Reader {
  readonly #template: Template;
  readonly #world: World;
  readonly #plan: RegionPlan;
  readonly #identities = new Map<string, Identity>();
  readonly #declared: DeclaredResource[] = [];
  readonly #pseudo: Readonly<Record<string, string>>;
  readonly problems: string[] = [];

  constructor(template: Template, world: World) {
    const stackId = arnOf(world, "cloudformation", `stack/${world.stackName}/local`);
    this.#template = template;
    this.#world = world;
    this.#plan = emptyPlan(world.stackName, stackId);
    this.#pseudo = {
      "AWS::AccountId": world.account,
      "AWS::Partition": world.partition,
      "AWS::Region": world.region,
      "AWS::StackId": stackId,
      "AWS::StackName": world.stackName,
      "AWS::URLSuffix": world.urlSuffix,
    };
  }

  read(): RegionPlan {
    this.problems.push(...parameterProblems(this.#template));
    for (const logicalId of this.#order()) {
      const resource = this.#template.Resources[logicalId];
      if (resource) this.#readResource(logicalId, resource);
    }
    for (const { logicalId, problem } of checkPlan(this.#plan, this.#declared)) {
      this.problems.push(`${logicalId} (${this.#template.Resources[logicalId]?.Type}): ${problem}`);
    }
    for (const [key, { Value, Description, Export }] of Object.entries(this.#template.Outputs)) {
      const scope = this.#scope(`Output ${key}`);
      const value = resolve(Value, scope);
      this.#plan.outputs.push({
        key,
        value: this.#throughFrontDoor(String(value)),
        description: Description,
        ...(Export && { exportName: String(resolve(Export.Name, scope)) }),
      });
    }
    if (this.problems.length > 0) throw new TemplateProblems(this.problems);
    return { ...this.#plan, functions: this.#plan.functions.map((fn) => this.#leadHere(fn)) };
  }

  /** A function that writes to people writes addresses that lead to the front door. */
  #leadHere(fn: RegionPlan["functions"][number]): RegionPlan["functions"][number] {
    const variables = Object.entries(fn.environment);
    return {
      ...fn,
      environment: Object.fromEntries(
        variables.map(([name, value]) => [name, this.#throughFrontDoor(value)]),
      ),
    };
  }

  #order(): readonly string[] {
    const resources = Object.entries(this.#template.Resources);
    const sorted = sortByDependencies(
      new Map(resources.map(([id, r]) => [id, new Set([...r.DependsOn, ...referencesOf(r.Properties)])])),
    );
    if ("order" in sorted) return sorted.order;
    throw new TemplateProblems([`resources depend on each other in a circle: ${sorted.cycle.join(" → ")}`]);
  }

  #readResource(logicalId: string, { Type, Properties, DependsOn }: Resource): void {
    const where = `${logicalId} (${Type})`;
    for (const id of DependsOn.filter((id) => !Object.hasOwn(this.#template.Resources, id))) {
      this.problems.push(`${where}: DependsOn ${id} names nothing in the template`);
    }
    const type = resourceTypes.get(Type);
    if (!type) {
      this.problems.push(`${where}: this type of resource is not supported`);
      return;
    }
    const resolved = resolve(Properties, this.#scope(where));
    const properties = isObject(resolved) ? resolved : {};
    const given = type.nameProperty === undefined ? undefined : properties[type.nameProperty];
    const name =
      typeof given === "string" ? given : physicalName(this.#world.stackName, logicalId, type.longestName);
    const resource = { logicalId, name, world: this.#world };
    const identity = type.identify(resource, properties);
    this.#identities.set(logicalId, identity);
    this.#declared.push({ logicalId, type: Type, identity });
    this.#plan.resources.push({ logicalId, type: Type, physicalId: identity.ref });
    const declared: Declared = { ...resource, identity };
    this.problems.push(
      ...type.add(declared, properties, this.#plan).map((problem) => `${where}: ${problem}`),
    );
  }

  #scope(where: string): Scope {
    const report = (problem: string): void => {
      this.problems.push(`${where}: ${problem}`);
    };
    return {
      ref: (name) => {
        if (this.#isStoredParameter(name)) {
          report(`Ref ${name} is a value of the Parameter Store, which the region does not have`);
          return undefined;
        }
        const pseudo = Object.hasOwn(this.#pseudo, name) ? this.#pseudo[name] : undefined;
        const value = pseudo ?? this.#parameter(name) ?? this.#identities.get(name)?.ref;
        if (value === undefined && !this.#isKnownBad(name))
          report(`Ref ${name} names nothing in the template`);
        return value;
      },
      attribute: (id, attribute) => {
        const value = this.#identities.get(id)?.attributes[attribute];
        if (value === undefined && !this.#isKnownBad(id))
          report(`attribute ${id}.${attribute} is not supported`);
        return value;
      },
      report,
    };
  }

  /** Its default is the path of a stored value. The CDK declares one, to which nothing refers. */
  #isStoredParameter(name: string): boolean {
    return this.#parameterOf(name)?.Type.startsWith("AWS::SSM::") ?? false;
  }

  #parameterOf(name: string): Parameter | undefined {
    return Object.hasOwn(this.#template.Parameters, name) ? this.#template.Parameters[name] : undefined;
  }

  #parameter(name: string): string | undefined {
    const value = this.#parameterOf(name)?.Default;
    return value === undefined ? undefined : String(value);
  }

  /** A resource of an unknown type is one problem; references to it are no further ones. */
  #isKnownBad(logicalId: string): boolean {
    const { Resources } = this.#template;
    const resource = Object.hasOwn(Resources, logicalId) ? Resources[logicalId] : undefined;
    return resource !== undefined && !resourceTypes.has(resource.Type);
  }

  /** On AWS APIs and distributions have hosts of their own; here all of them are behind the front door. */
  #throughFrontDoor(text: string): string {
    const { region, urlSuffix, frontDoorUrl } = this.#world;
    const hosts = [
      ...[...this.#plan.apis.keys()].map((id) => `${id}.execute-api.${region}.${urlSuffix}`),
      ...this.#plan.distributions.map(({ domainName }) => domainName),
    ];
    return hosts.reduce((rewritten, host) => rewritten.replaceAll(`https://${host}`, frontDoorUrl), text);
  }
}

/**
 * What the assembly's template asks for, with names, ARNs and URLs as they are in `world`. Pure: the same template and
 * world give the same plan.
 *
 * @throws {TemplateProblems} naming everything that is not supported, all at once.
 */
export const readPlan = (assembly: CloudAssembly, world: Omit<World, "stackName" | "assets">): RegionPlan => {
  const settings = { ...world, stackName: assembly.stackName, assets: assembly.assets };
  return { ...new Reader(assembly.template, settings).read(), templateBody: assembly.templateBody };
};
