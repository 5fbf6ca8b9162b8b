import { parseRegionOptions } from "./region/options.ts";

/** Functions run in threads of this process; on AWS their local time is UTC. */
process.env.TZ = "UTC";

/** What this process and those that it starts write is for its user alone. */
process.umask(0o077);

const options = parseRegionOptions(process.argv.slice(2));
// It takes a second to load, which somebody who mistyped, or only asks for help, need not wait.
const { runRegion } = await import("./region/run-region.ts");
await runRegion(options);
