import { randomBytes } from "node:crypto";
import type { Credentials } from "./lambda/functions.ts";
import type { Principal } from "./ports.ts";
import type { PlannedRole } from "./template/plan.ts";

/** Access key id, and secret, of the person at this machine; the endpoint answers on the loopback address only. */
export const ownerKey = "owner";

export interface Keyring {
  /** Whose access key this is; undefined: nobody's. */
  principalOf(accessKeyId: string): Principal | undefined;
  /** @throws {Error} when the template has no such role. */
  roleOf(roleArn: string): PlannedRole & { readonly principal: Principal };
  /** What a function with this role signs its requests with. */
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
  const find = (roleArn: string) => {
    const key = byArn.get(roleArn);
    if (key) return key;
    throw new Error(`The template has no role ${roleArn}.`);
  };
  return {
    principalOf: (accessKeyId) =>
      accessKeyId === ownerKey ? { kind: "owner" } : byAccessKeyId.get(accessKeyId),
    roleOf: (roleArn) => find(roleArn).role,
    credentialsOf: (roleArn) => find(roleArn).credentials,
  };
};
