import { CorruptError, NotFoundError } from "../adapters/errors.ts";
import { isError } from "../course/unknown-value.ts";
import { missingRight } from "./aws/rights.ts";
import { TrainerError } from "./trainer-error.ts";

/** What to do about an error of AWS or of the network, by the error's name or code. */
const advice: Readonly<Record<string, string>> = {
  CredentialsProviderError:
    "There are no AWS credentials. Sign in (aws sso login, aws configure), name a profile with --profile, or use the local region with --local.",
  ExpiredToken: "The AWS credentials have expired. Sign in again.",
  ExpiredTokenException: "The AWS credentials have expired. Sign in again.",
  ECONNREFUSED: "Nothing answers there. If the local region has stopped, start it again with npm start.",
  ENOTFOUND: "The address was not found. Check the network and the region's name.",
};

/** Their messages are whole sentences. */
const sayThemselves = [TrainerError, NotFoundError, CorruptError];

/** An error as sentences for the trainer: what happened and, where known, what to do; no stack trace. */
export const explainError = (error: unknown): string => {
  if (!isError(error)) return String(error);
  if (sayThemselves.some((kind) => error instanceof kind)) return error.message;
  const right = missingRight(error);
  if (right !== undefined) return right;
  const known = [String("code" in error ? error.code : ""), error.name];
  const help = Object.entries(advice).find(
    ([code]) => known.includes(code) || error.message.includes(code),
  )?.[1];
  const said = error.message === "" ? error.name : error.message;
  if (help !== undefined) return `${help}\n(${said})`;
  if (error.message.startsWith("Region is missing")) {
    return "No AWS region is set. Name one with --region, or use the local region with --local.";
  }
  return error.name === "Error" ? said : `${error.name}: ${said}`;
};
