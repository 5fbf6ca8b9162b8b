import { describe, expect, test } from "@jest/globals";
import { type AccessRequest, decide, parsePolicy } from "../../../src/services/iam/policy.ts";

const policy = (...statements: object[]) => parsePolicy({ Version: "2012-10-17", Statement: statements });
const request = (action: string, resource: string, context: AccessRequest["context"] = {}) => ({
  action,
  resource,
  context,
});
const object = (key: string) => `arn:aws:s3:::bucket/${key}`;

describe("what no statement allows is refused", () => {
  const statements = policy({ Effect: "Allow", Action: "s3:GetObject", Resource: object("course/*") });

  test.each([
    ["the very action and resource", "s3:GetObject", object("course/tests.json"), "allowed"],
    ["an action in another case", "S3:getobject", object("course/tests.json"), "allowed"],
    ["another action", "s3:PutObject", object("course/tests.json"), "implicit-deny"],
    ["another resource", "s3:GetObject", object("students/ada/profile.json"), "implicit-deny"],
    ["a resource that only ends alike", "s3:GetObject", `x${object("course/tests.json")}`, "implicit-deny"],
    ["a resource in another case", "s3:GetObject", object("Course/tests.json"), "implicit-deny"],
  ])("%s", (_, action, resource, decision) => {
    expect(decide(statements, request(action, resource))).toBe(decision);
  });
});

test("a wildcard crosses slashes, a question mark is one character, and other characters mean themselves", () => {
  const statements = policy({
    Effect: "Allow",
    Action: ["s3:Get*"],
    Resource: object("students/*/a?c.json"),
  });
  expect(decide(statements, request("s3:GetObject", object("students/x/y/abc.json")))).toBe("allowed");
  expect(decide(statements, request("s3:GetObject", object("students/x/abcXjson")))).toBe("implicit-deny");
  expect(decide(statements, request("s3:GetObject", object("students/x/ac.json")))).toBe("implicit-deny");
});

test("an explicit deny wins over any allow, whatever their order", () => {
  const allow = { Effect: "Allow", Action: "s3:*", Resource: "*" };
  const deny = { Effect: "Deny", Action: "s3:*", Resource: object("secret") };
  for (const statements of [policy(allow, deny), policy(deny, allow)]) {
    expect(decide(statements, request("s3:GetObject", object("secret")))).toBe("explicit-deny");
    expect(decide(statements, request("s3:GetObject", object("open")))).toBe("allowed");
  }
});

test("a condition must hold, and a key that is absent does not meet a positive one", () => {
  const statements = policy({
    Effect: "Allow",
    Action: "s3:ListBucket",
    Resource: "*",
    Condition: { StringLike: { "s3:prefix": ["students/*/submissions/*"] } },
  });
  const list = (context: AccessRequest["context"]) =>
    decide(statements, request("s3:ListBucket", "b", context));
  expect(list({ "s3:prefix": "students/ada/submissions/os/" })).toBe("allowed");
  expect(list({ "s3:prefix": "students/" })).toBe("implicit-deny");
  expect(list({})).toBe("implicit-deny");
});

test("Null asks whether the request has the key at all, whatever its value", () => {
  const decisionFor = (wanted: string, context: AccessRequest["context"]) =>
    decide(
      policy({
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: "*",
        Condition: { Null: { "s3:if-none-match": wanted } },
      }),
      request("s3:PutObject", "b/k", context),
    );
  expect(decisionFor("false", { "s3:if-none-match": "*" })).toBe("allowed");
  expect(decisionFor("false", {})).toBe("implicit-deny");
  expect(decisionFor("true", { "s3:if-none-match": "*" })).toBe("implicit-deny");
  expect(decisionFor("true", {})).toBe("allowed");
});

test("a deny on missing encryption in transit applies only to calls without it", () => {
  const statements = policy(
    { Effect: "Allow", Action: "*", Resource: "*" },
    {
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  );
  const get = (secure: string) =>
    decide(statements, request("s3:GetObject", "x", { "aws:securetransport": secure }));
  expect(get("true")).toBe("allowed");
  expect(get("false")).toBe("explicit-deny");
});

test.each([
  [
    "an operator nobody wrote",
    { Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } },
    /"IpAddress" \(on "aws:SourceIp"\)/,
  ],
  ["Null with IfExists", { Condition: { NullIfExists: { "s3:prefix": "true" } } }, /"NullIfExists"/],
  [
    "a condition key that no request here carries",
    { Condition: { StringEquals: { "aws:RequestTag/course": "linux" } } },
    /"aws:RequestTag\/course" is not one that this region's requests carry/,
  ],
  [
    "a policy variable",
    { Condition: { StringLike: { "s3:prefix": "$" + "{aws:username}/*" } } },
    /policy variable/,
  ],
  ["a policy variable in a resource", { Resource: "arn:aws:s3:::b/$" + "{aws:userid}/*" }, /policy variable/],
  ["NotAction", { NotAction: "s3:*" }, /NotAction/],
])("%s is a problem when parsed, not a statement that does nothing", (_, extra, problem) => {
  expect(() => policy({ Effect: "Allow", Action: "s3:*", Resource: "*", ...extra })).toThrow(problem);
});
