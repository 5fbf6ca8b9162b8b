import * as z from "zod";

/** What the parent sends. */
export const orderSchema = z.strictObject({ moveTo: z.number() });

/** What the parent is told. */
export const newsSchema = z.discriminatedUnion("news", [
  z.object({ news: z.literal("ready"), api: z.url() }),
  z.object({ news: z.literal("event"), type: z.string() }),
]);

export type Order = z.infer<typeof orderSchema>;
export type News = z.infer<typeof newsSchema>;
