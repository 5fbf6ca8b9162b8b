import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { profileNamed } from "../../../trainer/aws/profile.ts";
import { trainer } from "../support/course-cloud.ts";

describe("The profile", () => {
  let folder: string;
  const before = { ...process.env };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "profile-"));
    process.env.AWS_CONFIG_FILE = join(folder, "config");
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, "credentials");
  });

  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true });
  });

  test("that is not there is what a command says, not the region or the credentials", async () => {
    const { code, err } = await trainer("status", "--profile", "nope");
    expect({ code, err }).toEqual({
      code: 1,
      err: 'There is no profile "nope" in ~/.aws/config or ~/.aws/credentials; there is none at all. Name another with --profile, or make this one: aws configure --profile nope',
    });
  });

  test("that is not there is told with those that are, of both files", async () => {
    writeFileSync(
      join(folder, "config"),
      "[profile work]\nregion = eu-west-1\n[sso-session team]\nsso_region = eu-west-1\n",
    );
    writeFileSync(join(folder, "credentials"), "[home]\naws_access_key_id = x\n");
    const { err } = await trainer("status", "--profile", "nope");
    expect(err).toContain(
      'There is no profile "nope" in ~/.aws/config or ~/.aws/credentials; there are home, work.',
    );
  });

  test("that is there is taken: what is missing then is the region", async () => {
    writeFileSync(join(folder, "config"), "[profile work]\noutput = json\n");
    delete process.env.AWS_REGION;
    delete process.env.AWS_DEFAULT_REGION;
    expect((await trainer("status", "--profile", "work")).err).toContain("No AWS region is set.");
  });

  test("comes from the option, else from the environment, unless keys stand there; the local region needs none", () => {
    expect(profileNamed({ local: false, profile: "work" }, { AWS_PROFILE: "home" })).toBe("work");
    expect(profileNamed({ local: false }, { AWS_PROFILE: "home" })).toBe("home");
    expect(profileNamed({ local: false }, { AWS_PROFILE: "home", AWS_ACCESS_KEY_ID: "x" })).toBeUndefined();
    expect(profileNamed({ local: true, profile: "work" }, {})).toBeUndefined();
    expect(profileNamed({ local: false }, {})).toBeUndefined();
  });
});
