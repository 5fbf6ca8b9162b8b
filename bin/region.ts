import { parseRegionOptions } from "./region/options.ts";

/** Functions run in threads of this process; on AWS their local time is UTC. */
process.env.TZ = "UTC";

/** Only its user may read the files that this process and its children write. */
process.umask(0o077);

const options = parseRegionOptions(process.argv.slice(2));
// It takes a second to load; a wrong command line, or --help, need not wait for it.
const { runRegion } = await import("./region/run-region.ts");
await runRegion(options);
