import type { Json } from "../../../../src/ports.ts";
import { machineOf, queueUrl } from "./rig.ts";

/** Calls the function with this payload, and has its answer as output. */
export const callOf = (name: string, payload: Json, more: object = {}): Json => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: name, Payload: payload },
  Output: "{% $states.result.Payload %}",
  End: true,
  ...more,
});

/** Sends a message with a token, and waits for an answer to it. */
export const asking: Json = {
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Arguments: { QueueUrl: queueUrl, MessageBody: { token: "{% $states.context.Task.Token %}" } },
  End: true,
};

/** A machine that is one Distributed Map. `processor`: its `StartAt` and `States`. */
export const mapOf = (processor: Json, more: object = {}): Json =>
  machineOf("Each", {
    Each: {
      Type: "Map",
      Label: "grade",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        ...Object(processor),
      },
      End: true,
      ...more,
    },
  });

/** Where a Distributed Map writes its results: under `runs/<run>` of the bucket `data`. */
export const writer = (config?: object): object => ({
  ResultWriter: {
    Resource: "arn:aws:states:::s3:putObject",
    Arguments: { Bucket: "data", Prefix: "{% 'runs/' & $states.input.run %}" },
    ...(config ? { WriterConfig: config } : {}),
  },
});

/** The steps for an item that fail for a negative one. */
export const picky: Json = {
  StartAt: "Pick",
  States: {
    Pick: {
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input < 0 %}", Next: "Break" }],
      Default: "Fine",
    },
    Break: { Type: "Fail", Error: "Negative", Cause: "{% 'it is ' & $states.input %}" },
    Fine: { Type: "Succeed", Output: "{% [$states.input, $states.input * 10] %}" },
  },
};
