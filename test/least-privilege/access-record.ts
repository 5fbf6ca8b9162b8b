import { type AccessListener, type AccessRequest, decide, type Statement } from "local-region/testing";

type Asked = readonly AccessRequest[];

/** Every permission that the roles of a region were asked for, each once. */
export class AccessRecord {
  readonly #byRole = new Map<string, Map<string, Asked>>();

  readonly listener: AccessListener = (role, alternatives) => {
    const asked = this.#byRole.get(role.arn) ?? new Map<string, Asked>();
    this.#byRole.set(role.arn, asked.set(JSON.stringify(alternatives), alternatives));
  };

  get roles(): ReadonlySet<string> {
    return new Set(this.#byRole.keys());
  }

  /** Whether something that the role was asked for, and that its statements allow, is refused with what is `left`. */
  isMissed(roleArn: string, statements: readonly Statement[], left: readonly Statement[]): boolean {
    const isAllowed = (by: readonly Statement[], alternatives: Asked): boolean =>
      alternatives.some((request) => decide(by, request) === "allowed");
    return [...(this.#byRole.get(roleArn)?.values() ?? [])].some(
      (alternatives) => isAllowed(statements, alternatives) && !isAllowed(left, alternatives),
    );
  }
}
