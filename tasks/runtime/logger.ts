import { AsyncLocalStorage } from "node:async_hooks";
import { Logger } from "@aws-lambda-powertools/logger";

/** Ids, names and numbers; no objects, so that no unnamed field is logged. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

type Level = "info" | "warn" | "error";

const powertools = new Logger();
const fieldsOfWork = new AsyncLocalStorage<LogFields>();

/** Adds fields to every line that `work` logs, also while other work goes on beside it. */
export const withLogFields = <T>(fields: LogFields, work: () => T): T =>
  fieldsOfWork.run({ ...fieldsOfWork.getStore(), ...fields }, work);

const write =
  (level: Level) =>
  (message: string, fields: LogFields = {}): void =>
    powertools[level](message, { ...fieldsOfWork.getStore(), ...fields });

/**
 * Structured logs, one JSON line for each event, with run and student as fields. API keys, task tokens, answers and e-mail
 * addresses are never logged. So errors are logged by name, and by message only if this project wrote it: a service's
 * message may quote an address.
 */
export const logger = {
  info: write("info"),
  warn: write("warn"),
  error: write("error"),
  setLogLevel: (level: "INFO" | "SILENT"): void => powertools.setLogLevel(level),
};
