import { randomBytes } from "node:crypto";
import type { Credentials } from "./lambda/functions.ts";
import type { Principal } from "./ports.ts";
import type { PlannedRole } from "./template/plan.ts";

/** Access key id, and secret, of the person at this machine; the endpoint answers on the loopback address only. */
export const ownerKey = "owner";

export interface Keyring {
  /** Whose access key this is; undefined: nobody's. */
  principalOf(accessKeyId: string): Principal | undefined;
  /** A role that the template does not have (any more) may do nothing. */
  roleOf(roleArn: string): Pick<PlannedRole, "statements"> & { readonly principal: Principal };
  /**
   * What a function with this role signs its requests with.
   * @throws {Error} when the template has no such role.
   */
  credentialsOf(roleArn: string): Credentials;
}

/** `ASIA` and sixteen characters: temporary credentials, as Lambda hands out. */
const newCredentials = (): Credentials => ({
  accessKeyId: `ASIA${randomBytes(10).toString("hex").slice(0, 16).toUpperCase()}`,
  secretAccessKey: randomBytes(30).toString("base64"),
  sessionToken: randomBytes(30).toString("base64"),
});

/** Makes credentials for each role, good for as long as the region runs. */
export const makeKeyring = (roles: Iterable<PlannedRole>): Keyring => {
  const keys = [...roles].map((role) => {
    const principal: Principal = { kind: "role", arn: role.arn, logicalId: role.logicalId };
    return { role: { ...role, principal }, credentials: newCredentials() };
  });
  const byAccessKeyId = new Map(keys.map((key) => [key.credentials.accessKeyId, key.role.principal]));
  const byArn = new Map(keys.map((key) => [key.role.arn, key]));
  return {
    principalOf: (accessKeyId) =>
      accessKeyId === ownerKey ? { kind: "owner" } : byAccessKeyId.get(accessKeyId),
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
