import { randomBytes } from "node:crypto";
import type { AccessKey, Credentials, Principal } from "../../ports.ts";
import type { PlannedRole } from "../../template/plan.ts";

export interface Keyring {
  /** undefined: nobody here has an access key with this id. */
  keyOf(accessKeyId: string): AccessKey | undefined;
  /** Whether the template has the role. */
  hasRole(roleArn: string): boolean;
  /** A role that the template does not have, or no longer has, may do nothing. */
  roleOf(roleArn: string): Pick<PlannedRole, "statements"> & { readonly principal: Principal };
  /**
   * The credentials of a function with this role.
   * @throws {Error} when the template has no such role.
   */
  credentialsOf(roleArn: string): Required<Credentials>;
}

/** @param prefix `AKIA`: permanent; `ASIA`: temporary, as Lambda gives to functions. */
export const newCredentials = (prefix: "AKIA" | "ASIA"): Credentials => ({
  accessKeyId: `${prefix}${randomBytes(10).toString("hex").slice(0, 16).toUpperCase()}`,
  secretAccessKey: randomBytes(30).toString("base64"),
});

const newRoleCredentials = (): Required<Credentials> => ({
  ...newCredentials("ASIA"),
  sessionToken: randomBytes(30).toString("base64"),
});

/**
 * Makes credentials for each role, valid as long as the region runs.
 *
 * @param owner the credentials of the person at this machine.
 */
export const makeKeyring = (roles: Iterable<PlannedRole>, owner: Credentials): Keyring => {
  const keys = [...roles].map((role) => {
    const principal: Principal = { kind: "role", arn: role.arn, logicalId: role.logicalId };
    return { role: { ...role, principal }, principal, credentials: newRoleCredentials() };
  });
  const byAccessKeyId = new Map<string, AccessKey>([
    [owner.accessKeyId, { principal: { kind: "owner" }, credentials: owner }],
    ...keys.map((key) => [key.credentials.accessKeyId, key] as const),
  ]);
  const byArn = new Map(keys.map((key) => [key.role.arn, key]));
  return {
    keyOf: (accessKeyId) => byAccessKeyId.get(accessKeyId),
    hasRole: (arn) => byArn.has(arn),
    roleOf: (arn) => {
      const logicalId = arn.split("/").at(-1) ?? arn;
      return byArn.get(arn)?.role ?? { principal: { kind: "role", arn, logicalId }, statements: [] };
    },
    credentialsOf: (roleArn) => {
      const key = byArn.get(roleArn);
      if (key) return key.credentials;
      throw new Error(`The template has no role ${roleArn}.`);
    },
  };
};
