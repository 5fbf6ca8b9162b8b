import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isNativeError } from "node:util/types";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { Invoke, LambdaError, RuntimeMessage, RuntimeSettings } from "./messages.ts";

/**
 * Runs inside a worker thread, in the place of Lambda's Node.js runtime, with the same words for errors.
 * @see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */

type Handler = (event: unknown, context: object) => unknown;

class RuntimeError extends Error {
  constructor(type: string, message: string) {
    super(message);
    this.name = `Runtime.${type}`;
  }
}

const describe = (error: unknown): LambdaError =>
  isNativeError(error)
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

const isHandler = (value: unknown): value is Handler => typeof value === "function";

const loadHandler = async ({ codeFolder, handler }: RuntimeSettings): Promise<Handler> => {
  const dot = handler.lastIndexOf(".");
  const [file, name] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const path = ["js", "mjs", "cjs"].map((ext) => join(codeFolder, `${file}.${ext}`)).find(existsSync);
  if (!path) throw new RuntimeError("ImportModuleError", `Error: Cannot find module '${file}'`);
  const module: Record<string, unknown> = await import(pathToFileURL(path).href);
  const found = module[name];
  if (!isHandler(found)) {
    throw new RuntimeError("HandlerNotFound", `${handler} is undefined or not exported`);
  }
  if (found.length >= 3) {
    throw new RuntimeError(
      "CallbackHandlerDeprecated",
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later.",
    );
  }
  return found;
};

const contextOf = (settings: RuntimeSettings, { requestId, deadlineMs }: Invoke): object => ({
  callbackWaitsForEmptyEventLoop: true,
  functionVersion: "$LATEST",
  functionName: settings.functionName,
  memoryLimitInMB: String(settings.memoryMiB),
  logGroupName: settings.logGroup,
  logStreamName: settings.logStream,
  invokedFunctionArn: settings.functionArn,
  awsRequestId: requestId,
  getRemainingTimeInMillis: () => Math.max(deadlineMs - Date.now(), 0),
});

const stringify = (result: unknown): string => {
  try {
    return JSON.stringify(result) ?? "null";
  } catch {
    throw new Error("Unable to stringify response body");
  }
};

const run = async (handler: Handler, settings: RuntimeSettings, invoke: Invoke): Promise<RuntimeMessage> => {
  try {
    const result = await handler(JSON.parse(invoke.event), contextOf(settings, invoke));
    return { type: "returned", payload: stringify(result) };
  } catch (error) {
    return { type: "threw", error: describe(error) };
  }
};

const serve = async (port: MessagePort, settings: RuntimeSettings): Promise<void> => {
  const send = (message: RuntimeMessage): void => port.postMessage(message);
  try {
    const handler = await loadHandler(settings);
    port.on("message", (invoke: Invoke) => void run(handler, settings, invoke).then(send));
    send({ type: "ready" });
  } catch (error) {
    send({ type: "broken", error: describe(error) });
  }
};

if (parentPort) await serve(parentPort, workerData);
