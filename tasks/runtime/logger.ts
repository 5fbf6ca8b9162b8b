import { Logger } from "@aws-lambda-powertools/logger";

/**
 * Structured logs. Never logged: API keys, task tokens, answers, e-mail addresses. So errors are logged by name and, where
 * this project worded them, by message; a service's message may quote an address.
 */
export const logger = new Logger();
