import * as z from "zod";

/** Messages from the parent. */
export const orderSchema = z.strictObject({ moveTo: z.number() });

/** Messages to the parent. */
export const newsSchema = z.discriminatedUnion("news", [
  z.object({ news: z.literal("ready"), api: z.url() }),
  z.object({ news: z.literal("event"), type: z.string() }),
]);

export type Order = z.infer<typeof orderSchema>;
export type News = z.infer<typeof newsSchema>;
