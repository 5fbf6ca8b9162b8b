import { promisify } from "node:util";
import { deflate, gzip } from "node:zlib";
import { type Answer, type Call, headerOf } from "./call.ts";

/**
 * The codings that API Gateway knows. If the caller prefers another one, the answer is not compressed.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-enable-compression.html
 */
const encoders = {
  gzip: (body: Buffer) => promisify(gzip)(body),
  deflate: (body: Buffer) => promisify(deflate)(body),
};

interface Offer {
  readonly coding: string;
  readonly weight: number;
}

const offerOf = (text: string): Offer => {
  const [coding = "", weight] = text.split(";").map((part) => part.trim().toLowerCase());
  return { coding, weight: Number(/^q=([01](?:\.\d{0,3})?)$/.exec(weight ?? "q=1")?.[1] ?? 0) };
};

/** The coding with the greatest weight; of several, the first. */
const bestCoding = (acceptEncoding: string): string | undefined => {
  const [best] = acceptEncoding
    .split(",")
    .map(offerOf)
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return best?.coding;
};

const encoderFor = (coding: string | undefined) =>
  coding === "gzip" || coding === "deflate" ? encoders[coding] : undefined;

/** The answer for this caller, compressed if it has at least the API's `minimumCompressionSize` bytes. */
export const compressed = async (answer: Answer, call: Pick<Call, "api" | "headers">): Promise<Answer> => {
  const { minimumCompressionSize } = call.api;
  const coding = bestCoding(headerOf(call, "accept-encoding") ?? "");
  const encode = encoderFor(coding);
  const body = Buffer.from(answer.body);
  const isEncoded = answer.headers.some(([name]) => name.toLowerCase() === "content-encoding");
  if (!encode || !coding || isEncoded) return answer;
  if (minimumCompressionSize === undefined || body.length < minimumCompressionSize) return answer;
  return {
    ...answer,
    headers: [...answer.headers, ["Content-Encoding", coding]],
    body: await encode(body),
  };
};
