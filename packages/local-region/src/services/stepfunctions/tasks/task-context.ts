import type { Clock } from "../../../clock.ts";
import type { Journal } from "../journal/journal.ts";
import type { Permissions } from "../permissions.ts";
import type { CalledServices } from "./calls.ts";
import type { TaskTokens } from "./task-tokens.ts";

/** What Task states work with. */
export interface TaskContext {
  readonly clock: Clock;
  readonly journal: Pick<Journal, "committed">;
  readonly tokens: TaskTokens;
  readonly services: CalledServices;
  readonly permissions: Pick<Permissions, "principalOf">;
}
