import { once } from "node:events";
import { connect } from "node:net";
import { Clock } from "../../../src/clock.ts";
import type { Functions, Invocation, Json } from "../../../src/ports.ts";
import { type FrontDoor, openFrontDoor } from "../../../src/services/apigateway/front-door.ts";
import { RestApi } from "../../../src/services/apigateway/rest-api.ts";
import type { PlannedApi, PlannedMethod } from "../../../src/template/plan.ts";

export type Answerer = (event: Json) => Invocation | Promise<Invocation>;

export const method = (
  httpMethod: string,
  resourceId: string,
  functionArn: string,
  more: Partial<PlannedMethod> = {},
): PlannedMethod => ({
  logicalId: `${httpMethod}${resourceId}`,
  httpMethod,
  resourceId,
  functionArn,
  authorizerId: undefined,
  validatorId: undefined,
  timeoutMs: 29_000,
  requiredParameters: [],
  ...more,
});

/** An API with one open method, one behind an authorizer, and one with a path parameter. */
export const plannedApi = (more: Partial<PlannedApi> = {}): PlannedApi => ({
  id: "abcdefghij",
  name: "students",
  binaryMediaTypes: [],
  minimumCompressionSize: undefined,
  stages: [{ name: "api", deploymentId: "deployed", variables: {}, throttle: undefined }],
  paths: new Map([
    ["root", "/"],
    ["v1", "/v1"],
    ["tests", "/v1/tests"],
    ["item", "/v1/items/{id}"],
  ]),
  methods: [
    method("POST", "tests", "open"),
    method("GET", "tests", "closed", { authorizerId: "auth" }),
    method("GET", "item", "open"),
  ],
  authorizers: new Map([
    [
      "auth",
      {
        logicalId: "Authorizer",
        functionArn: "authorize",
        identitySources: [{ location: "header", name: "x-api-key" }],
        cacheTtlSeconds: 60,
      },
    ],
  ]),
  gatewayResponses: new Map(),
  parameterValidators: new Set(),
  ...more,
});

export const answered = (payload: Json): Invocation => ({ ok: true, payload });

export const failed = (errorType: string, errorMessage: string): Invocation => ({
  ok: false,
  error: errorType,
  cause: JSON.stringify({ errorType, errorMessage }),
});

export interface Door extends FrontDoor {
  readonly clock: Clock;
  /** Events by the function that got them, in order. */
  readonly events: readonly { readonly functionArn: string; readonly event: Json }[];
}

/** Opens a front door on a free port; a function that has no answerer fails the test. */
export const openDoor = async (
  answerers: Readonly<Record<string, Answerer>>,
  api = plannedApi(),
  now = new Date("2026-11-23T21:59:59.500Z"),
  accessLog: (line: string) => void = () => {},
): Promise<Door> => {
  const clock = new Clock(now);
  const events: { functionArn: string; event: Json }[] = [];
  const functions: Functions = {
    invoke: async (functionArn, event) => {
      events.push({ functionArn, event });
      const answerer = answerers[functionArn];
      if (!answerer) throw new Error(`nobody expected a call of ${functionArn}`);
      return answerer(event);
    },
  };
  const door = await openFrontDoor({ port: 0, clock });
  door.serve([{ api, restApi: new RestApi({ api, functions, clock, log: () => {}, accessLog }) }]);
  return { ...door, clock, events };
};

/** Sends bytes as they are, which no proper client would, and gives the whole answer. */
export const sendRaw = async (door: FrontDoor, text: string): Promise<string> => {
  const socket = connect(Number(new URL(door.url).port), "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.write(text);
  await once(socket, "close");
  return Buffer.concat(chunks).toString();
};
