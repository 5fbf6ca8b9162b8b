import { AsyncLocalStorage } from "node:async_hooks";
import { Logger } from "@aws-lambda-powertools/logger";

/** Ids, names and numbers; no objects, so that nothing comes along that was not named. */
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
 * Structured logs, one JSON line an event, with run and student as fields. Never logged: API keys, task tokens, answers,
 * e-mail addresses. So errors are logged by name and, where this project worded them, by message; a service's message may
 * quote an address.
 */
export const logger = {
  info: write("info"),
  warn: write("warn"),
  error: write("error"),
  setLogLevel: (level: "INFO" | "SILENT"): void => powertools.setLogLevel(level),
};
