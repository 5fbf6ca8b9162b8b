import type { AwsService } from "./ports.ts";
import type { Engine } from "./services/stepfunctions/engine.ts";

/** What has changed in a region: an execution has a new event; a call may have written objects, or sent mail. */
export type RegionChange =
  | { readonly kind: "execution"; readonly executionArn: string }
  | { readonly kind: "objects" }
  | { readonly kind: "mails" };

type Listener = (change: RegionChange) => void;

/** By the service name in a signature's scope. */
const kinds: ReadonlyMap<string, "objects" | "mails"> = new Map([
  ["s3", "objects"],
  ["ses", "mails"],
  ["email", "mails"],
]);

const mayWrite = (method: string): boolean => method !== "GET" && method !== "HEAD";

/** Reports changes to its listeners. */
export class RegionChanges {
  readonly #listeners = new Set<Listener>();

  /** Calls `listener` at each change; returns how to stop that. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  follow(engine: Pick<Engine, "onEvent">): void {
    engine.onEvent(({ executionArn }) => this.#report({ kind: "execution", executionArn }));
  }

  /** Wraps the services so that calls that write are reported as changes. */
  watch(services: Map<string, AwsService>): void {
    for (const [name, kind] of kinds) {
      const service = services.get(name);
      if (service) services.set(name, this.#watched(service, kind));
    }
  }

  #watched(service: AwsService, kind: "objects" | "mails"): AwsService {
    return async (request) => {
      const answer = await service(request);
      if (answer.status < 300 && mayWrite(request.method)) this.#report({ kind });
      return answer;
    };
  }

  #report(change: RegionChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
