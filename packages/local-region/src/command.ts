#!/usr/bin/env node
import { parseCommandOptions } from "./command/options.ts";

/** Functions run in threads of this process; on AWS their local time is UTC. */
process.env.TZ = "UTC";

/** What this process writes is for its user alone. */
process.umask(0o077);

const options = parseCommandOptions(process.argv.slice(2));
// It takes a moment to load, which somebody who mistyped, or only asks for help, need not wait.
const { runCommand } = await import("./command/run.ts");
await runCommand(options);
