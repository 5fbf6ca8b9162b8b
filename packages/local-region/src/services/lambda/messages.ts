/** The messages between the region and the worker thread of an execution environment. */

/** An error as Lambda reports it; becomes the payload of a failed invocation. */
export interface LambdaError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** `workerData` of an execution environment. */
export interface RuntimeSettings {
  readonly codeFolder: string;
  /** `file.export`. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMiB: number;
  readonly logGroup: string;
  readonly logStream: string;
}

export interface Invoke {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** Milliseconds since 1970 on the machine's clock: computing takes real time. */
  readonly deadlineMs: number;
}

export type RuntimeMessage =
  | { readonly type: "ready" }
  /** The handler could not be loaded. */
  | { readonly type: "broken"; readonly error: LambdaError }
  /** `payload`: JSON. */
  | { readonly type: "returned"; readonly payload: string }
  | { readonly type: "threw"; readonly error: LambdaError };
