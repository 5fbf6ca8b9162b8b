import { environment } from "../course/environment.ts";
import type { Addresses } from "../course/page-links.ts";

/** The environment variables of a function that answers or mails with addresses of the course. */
export const addressVariables = ({ pageUrl, apiUrl }: Addresses): Readonly<Record<string, string>> =>
  pageUrl === null ? { [environment.apiUrl]: apiUrl } : { [environment.pageUrl]: pageUrl };
