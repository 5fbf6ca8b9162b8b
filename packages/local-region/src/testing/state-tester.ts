import { join } from "node:path";
import * as z from "zod";
import { Clock } from "../clock.ts";
import type { Json } from "../ports.ts";
import { openEngine } from "../services/stepfunctions/engine.ts";
import type { TestStateRequest } from "../services/stepfunctions/test-state/request.ts";

/** Only what is given differs from the API's defaults. */
export type StateTest = Pick<TestStateRequest, "definition"> & {
  readonly stateName: string;
  readonly input: Json;
  readonly variables?: Json;
  readonly mock?: { readonly result: Json } | { readonly error: string; readonly cause?: string };
  /** How often the state was tried again already. */
  readonly retries?: number;
};

const answerSchema = z.looseObject({
  status: z.enum(["SUCCEEDED", "FAILED", "RETRIABLE", "CAUGHT_ERROR"]),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  nextState: z.string().optional(),
  inspectionData: z.looseObject({
    afterArguments: z.string().optional(),
    variables: z.string().optional(),
    errorDetails: z
      .object({ retryIndex: z.number().optional(), catchIndex: z.number().optional() })
      .optional(),
  }),
});

export type StateTestAnswer = z.infer<typeof answerSchema>;

export interface StateTester {
  /** TestState with the level DEBUG. Throws what the API refuses. */
  test(request: StateTest): Promise<StateTestAnswer>;
  close(): void;
}

const noCalls = (): never => {
  throw new Error("Nothing can be called: give the state a mock.");
};

const bodyOf = ({ input, variables, mock, retries, ...request }: StateTest): Json => ({
  ...request,
  input: JSON.stringify(input),
  inspectionLevel: "DEBUG",
  ...(variables === undefined ? {} : { variables: JSON.stringify(variables) }),
  ...(mock === undefined
    ? {}
    : { mock: "result" in mock ? { result: JSON.stringify(mock.result) } : { errorOutput: { ...mock } } }),
  ...(retries === undefined ? {} : { stateConfiguration: { retrierRetryCount: retries } }),
});

/**
 * Tests the states of workflows one by one, without a region around them.
 *
 * @param folder for the engine's file.
 */
export const openStateTester = async (folder: string): Promise<StateTester> => {
  const engine = await openEngine({
    dataFile: join(folder, "states.sqlite"),
    clock: new Clock(),
    functions: { invoke: noCalls },
    queues: { sendMessage: noCalls },
    objects: { get: noCalls, put: noCalls, list: noCalls },
  });
  return {
    test: async (request) => {
      const { status, body } = await engine.service({
        method: "POST",
        path: "/",
        query: new URLSearchParams(),
        headers: { "x-amz-target": "AWSStepFunctions.TestState" },
        body: Buffer.from(JSON.stringify(bodyOf(request))),
        principal: { kind: "owner" },
      });
      if (status !== 200) throw new Error(String(body));
      return answerSchema.parse(JSON.parse(String(body)));
    },
    close: () => engine.close(),
  };
};
