import { Clock } from "../../src/clock.ts";
import { startRegion } from "../../src/region.ts";
import { type News, orderSchema } from "./steering.ts";

/** A region in a process of its own, whose clock the parent moves over the IPC channel. */

const report = (news: News): void => void process.send?.(news);

const [assembly = "", data = "", now = ""] = process.argv.slice(2);
const clock = new Clock(new Date(now));
const onEvent = ({ type }: { readonly type: string }): void => report({ news: "event", type });
const { api } = await startRegion({ assembly, data, clock, onEvent });
process.on("message", (order) => clock.moveTo(orderSchema.parse(order).moveTo));
report({ news: "ready", api });
