import { element, type XmlElement } from "../../http/xml.ts";
import { AwsError, type AwsResponse } from "../../ports.ts";
import { answerTo } from "./answer.ts";
import type { AccountFacts } from "./mail-call.ts";

interface Question {
  /** The parameters that are supported. */
  readonly followed: RegExp;
  readonly answer: (call: URLSearchParams, facts: AccountFacts) => AwsResponse;
}

/** Source: docs.aws.amazon.com/ses/latest/APIReference/API_GetIdentityVerificationAttributes.html. */
const mostIdentities = 100;

const identity = /^Identities\.member\.\d+$/;

/** Every identity counts as verified here, because no mail leaves this machine. */
const verified = (name: string): XmlElement =>
  element("entry", element("key", name), element("value", element("VerificationStatus", "Success")));

/** What SES says about the account. For SES, -1 means no limit. */
export const questions: Readonly<Record<string, Question>> = {
  GetSendQuota: {
    followed: /^$/,
    answer: (_, { sentLastDay }) =>
      answerTo(
        "GetSendQuota",
        element("Max24HourSend", "-1.0"),
        element("MaxSendRate", "-1.0"),
        element("SentLast24Hours", `${sentLastDay}.0`),
      ),
  },
  ListIdentities: {
    followed: /^IdentityType$/,
    answer: (call, { identities }) => {
      const type = call.get("IdentityType");
      const wanted = identities.filter(
        (name) => type === null || (type === "EmailAddress") === name.includes("@"),
      );
      const members = wanted.map((name) => element("member", name));
      return answerTo("ListIdentities", element("Identities", ...members));
    },
  },
  GetAccountSendingEnabled: {
    followed: /^$/,
    answer: () => answerTo("GetAccountSendingEnabled", element("Enabled", true)),
  },
  GetIdentityVerificationAttributes: {
    followed: identity,
    answer: (call) => {
      const names = [...call].filter(([key]) => identity.test(key)).map(([, name]) => name);
      if (names.length > mostIdentities) {
        const message = `${names.length} identities were asked for; SES takes at most ${mostIdentities} at a time.`;
        throw new AwsError("InvalidParameterValue", message);
      }
      return answerTo(
        "GetIdentityVerificationAttributes",
        element("VerificationAttributes", ...names.map(verified)),
      );
    },
  },
};
