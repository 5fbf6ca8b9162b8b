/**
 * The page of one execution in the AWS console, in the partition and region of `consoleUrl`.
 *
 * @param consoleUrl the state machine's page, as the stack's output gives it.
 */
export const awsExecutionLink = (consoleUrl: string, executionArn: string): string =>
  `${consoleUrl.replace(/#.*$/, "")}#/v2/executions/details/${executionArn}`;

/** The page of one execution in the local region's console, which knows executions by their names. */
export const localExecutionLink = (
  consoleUrl: string,
  view: "runs" | "notices",
  executionArn: string,
): string => {
  const name = executionArn.slice(executionArn.lastIndexOf(":") + 1);
  return `${consoleUrl.replace(/\/$/, "")}/#/${view}/${encodeURIComponent(name)}`;
};
