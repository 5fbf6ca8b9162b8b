import { element, renderXml, type XmlElement } from "../../http/xml.ts";
import type { AwsResponse } from "../../ports.ts";

const namespace = "http://ses.amazonaws.com/doc/2010-12-01/";

/** The answer of an action of SES's version 1. */
export const answerTo = (action: string, ...result: readonly XmlElement[]): AwsResponse => {
  const root = element(`${action}Response`, element(`${action}Result`, ...result));
  return { status: 200, headers: { "content-type": "text/xml" }, body: renderXml(root, namespace) };
};
