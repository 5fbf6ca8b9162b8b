import { schemaPaths } from "../../src/schema-paths.ts";
import { conditionKeys, conditionOperators } from "../../src/services/iam/policy.ts";
import { integrationArguments } from "../../src/services/stepfunctions/definition/resources.ts";
import {
  jsonPathFields,
  machineFields,
  schemaOf,
  stateTypes,
} from "../../src/services/stepfunctions/definition/states.ts";
import { limits } from "../../src/services/stepfunctions/limits.ts";
import { intrinsicNames } from "../../src/template/intrinsics.ts";
import { resourceTypes } from "../../src/template/resource-types/index.ts";
import { apiActions } from "./api-actions.ts";
import { differences } from "./differences.ts";

const code = (text: string): string => `\`${text}\``;

const list = (names: readonly string[]): string => (names.length === 0 ? "—" : names.map(code).join(", "));

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");

const section = (title: string, ...parts: readonly string[]): string =>
  [`## ${title}`, ...parts].join("\n\n");

const harmlessCell = (harmless: Readonly<Record<string, string>>): string => {
  const byReason = Map.groupBy(Object.entries(harmless), ([, why]) => why);
  const groups = [...byReason].map(
    ([why, entries]) => `${entries.map(([path]) => (path === "*" ? "all" : code(path))).join(", ")}: ${why}`,
  );
  return groups.length === 0 ? "—" : groups.join("; ");
};

const template = (): string =>
  section(
    "The template",
    "A resource type or a property that is in neither column stops the start with its name. So does a value other than those in brackets, and whatever a deployment would refuse: the name of something that does not exist, a name given twice, a queue whose messages become visible again before its function's timeout. All problems are reported at once.",
    table(
      ["resource type", "supported", "harmless and ignored, with why"],
      [...resourceTypes.values()].map((type) => [
        code(type.type),
        list(type.supported()),
        harmlessCell(type.harmless),
      ]),
    ),
    `Intrinsic functions: ${list(intrinsicNames)}, and the pseudo parameters. Sections: \`Resources\`, \`Outputs\`, \`Parameters\` with a default; \`Description\`, \`Metadata\` and \`Rules\` are harmless. \`Conditions\`, \`Mappings\` and \`Transform\` are refused.`,
  );

const policies = (): string =>
  section(
    "Policies",
    "Every call of a role is checked against its statements, and against the policies of buckets, queues and functions.",
    `Statements may have \`Effect\`, \`Action\`, \`Resource\` (with \`*\` and \`?\`), \`Condition\`, \`Sid\` and \`Principal\`. Condition operators: ${list(conditionOperators)}, each but \`Null\` also with \`IfExists\`. Condition keys: ${list(conditionKeys)}. Any other, \`NotAction\`, \`NotResource\`, \`NotPrincipal\` and policy variables stop the start.`,
  );

const states = (): string =>
  section(
    "The States Language",
    "State machines are STANDARD, with `QueryLanguage` JSONata. A field that is not here is refused when the machine is created, with its path; all problems are reported at once.",
    table(
      ["state", "fields"],
      [
        ["the machine", list(machineFields.top)],
        ...stateTypes.map((type) => [type, list(schemaPaths(schemaOf[type]))]),
        ["`Branches`", list(machineFields.branch)],
        ["`ItemProcessor`", list(machineFields.processor)],
      ],
    ),
    table(
      ["refused", "what to use instead"],
      Object.entries(jsonPathFields).map(([field, instead]) => [code(field), instead]),
    ),
    table(
      ["task resource", "arguments"],
      [
        ["a function's ARN", "any: the function's input"],
        ...(["invoke", "sendMessage"] as const).map((action) => [
          code(`arn:aws:states:::${action === "invoke" ? "lambda" : "sqs"}:${action}[.waitForTaskToken]`),
          list(integrationArguments[action].allowed),
        ]),
      ],
    ),
    "Every other integration, `.sync`, activities and EXPRESS children are refused by name.",
  );

const limitRows = (): string[][] => [
  [
    "input, output, arguments, the variables of one `Assign`",
    `${limits.payloadBytes / 1024} KiB of UTF-8`,
    "`States.DataLimitExceeded`, in a request `ValidationException`",
  ],
  [
    "all variables that a state can see",
    `${limits.variablesBytes / 1024 / 1024} MiB of UTF-8`,
    "`States.DataLimitExceeded`",
  ],
  ["definition", `${limits.definitionBytes / 1024 / 1024} MiB`, "`ValidationException`"],
  ["history", `${limits.historyEvents} events`, "the execution fails with `States.Runtime`"],
  [
    "name of a machine, an execution, a state",
    `${limits.nameCharacters} characters`,
    "`ValidationException`, of a state `InvalidDefinition`",
  ],
  ["iterations of an inline Map at once", String(limits.inlineMapConcurrency), "the others wait"],
  ["children of a Distributed Map at once", String(limits.distributedMapConcurrency), "the others wait"],
  [
    "Timestamp of a Wait",
    `${limits.waitMs / 86_400_000} days ahead`,
    "the state fails with `States.QueryEvaluationError`",
  ],
  [
    "history of an execution after its end, and its name",
    `${limits.historyMs / 86_400_000} days`,
    "it is gone, and the name is free",
  ],
  [
    "redrive after the end of an execution",
    `${limits.redrivableMs / 86_400_000} days`,
    "`ExecutionNotRedrivable`",
  ],
];

const actions = (): string =>
  section(
    "The AWS endpoint",
    ...apiActions().map(({ service, supported, refused, refusal }) =>
      [
        `**${service}** answers ${list(supported)}.`,
        `It refuses ${refused.length > 30 ? `the ${refused.length} others that the SDK knows` : list(refused)} with \`${refusal}\`.`,
      ].join(" "),
    ),
    "**SES, version 2** answers `POST /v2/email/outbound-emails`; **CloudFormation** `DescribeStacks`, `DescribeStackResources`, `DescribeStackResource`, `ListStackResources`, `DescribeStackEvents` (one: the stack is there), `ListStacks`, `ListExports`, `GetTemplate`; **CloudWatch Logs** `DescribeLogGroups`, `DescribeLogStreams`, `GetLogEvents`, `FilterLogEvents` (patterns of terms), for the functions; **Lambda** `ListFunctions`, `GetFunction`, `GetFunctionConfiguration`, `ListEventSourceMappings`, `Invoke` (`RequestResponse`); **Scheduler** `ListSchedules`, `GetSchedule`, `ListScheduleGroups`, `GetScheduleGroup`; **STS** `GetCallerIdentity`. They refuse everything else by name.",
  );

const inbox =
  "`GET <inbox>/store` (`inbox` in `ready.json`) gives the mails that SES took as JSON, oldest first, at most 1,000 or 8 MB at a time: `{emails: [{messageId, from, replyTo, destination: {to, cc, bcc}, subject, body: {text?, html?}, attachments: [{filename?, contentType, size, content}], at}], next?}`; `at` is in seconds, `content` base64. If there is a `next`, `GET <inbox>/store?after=<next>` gives the next page. `GET <inbox>/mails?words=<text>` gives summaries of those that hold the text in their subject or an address, newest first, a hundred at a time: `{mails: [{messageId, from, destination: {to, cc}, subject, attachments, at}], total, next?}`, `attachments` being their number; `&from=<next>` goes on. `GET <inbox>/mails/<messageId>` gives a whole mail.";

/** `SUPPORT.md`, made from the tables that the region itself uses. */
export const supportPage = (): string =>
  [
    "# What the local region supports",
    "This page is written by `npm run support-matrix` from the region's own tables; a test fails when the two differ. What is supported works as on AWS. What is harmless is ignored, for the reason given. Everything else is refused by name: nothing is silently ignored.",
    template(),
    policies(),
    states(),
    section("Limits of Step Functions that hold", table(["what", "limit", "beyond it"], limitRows())),
    actions(),
    section("The inbox", inbox),
    section("Known differences", differences.map((difference) => `- ${difference}`).join("\n")),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
