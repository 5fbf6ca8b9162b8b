#!/usr/bin/env node
import { parseCommandOptions } from "./command/options.ts";

/** Functions run in threads of this process; on AWS their local time is UTC. */
process.env.TZ = "UTC";

/** Only its user may read the files that this process writes. */
process.umask(0o077);

const options = parseCommandOptions(process.argv.slice(2));
// It takes a moment to load; a wrong command line, or --help, need not wait for it.
const { runCommand } = await import("./command/run.ts");
await runCommand(options);
