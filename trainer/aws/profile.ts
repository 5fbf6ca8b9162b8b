import { loadSharedConfigFiles } from "@smithy/core/config";
import { TrainerError } from "../trainer-error.ts";

/** The files name other things beside profiles, such as `sso-session.work`. */
const isProfile = (name: string): boolean => !/^(sso-session|services)\./.test(name);

/**
 * When a profile does not exist, the SDK only says that a region or credentials are missing.
 *
 * @param profile undefined: none was named.
 * @throws {TrainerError} when AWS's configuration files have no such profile.
 */
export const checkProfile = async (profile: string | undefined): Promise<void> => {
  if (profile === undefined) return;
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)].filter(isProfile));
  if (names.has(profile)) return;
  const known = names.size === 0 ? "there is none at all" : `there are ${[...names].toSorted().join(", ")}`;
  throw new TrainerError(
    `There is no profile "${profile}" in ~/.aws/config or ~/.aws/credentials; ${known}. Name another with --profile, or make this one: aws configure --profile ${profile}`,
  );
};

/** The profile that a command's options or the environment name; keys in the environment win over a profile named there. */
export const profileNamed = (
  { local, profile }: { readonly local: boolean; readonly profile?: string | undefined },
  env: NodeJS.ProcessEnv = process.env,
): string | undefined => {
  if (local) return undefined;
  return profile ?? (env.AWS_ACCESS_KEY_ID ? undefined : env.AWS_PROFILE || undefined);
};
