import * as z from "zod";
import { defineResource } from "../resource-type.ts";

const identity = defineResource({
  type: "AWS::SES::EmailIdentity",
  nameProperty: "EmailIdentity",
  longestName: 320,
  supported: z.strictObject({
    EmailIdentity: z.string(),
    ConfigurationSetAttributes: z.strictObject({ ConfigurationSetName: z.string().optional() }).default({}),
  }),
  harmless: {
    DkimAttributes: "no mail leaves this machine, so none is signed",
    DkimSigningAttributes: "no mail leaves this machine, so none is signed",
    FeedbackAttributes: "no mail leaves this machine, so none comes back",
    MailFromAttributes: "no mail leaves this machine",
    Tags: "only describe",
  },
  identify: ({ name }) => ({ ref: name, attributes: {} }),
  add: (_, { EmailIdentity, ConfigurationSetAttributes }, plan) => {
    plan.senders.set(EmailIdentity, ConfigurationSetAttributes.ConfigurationSetName);
  },
});

const notRecorded = "what happens to a mail on its way is not recorded";

const configurationSet = defineResource({
  type: "AWS::SES::ConfigurationSet",
  nameProperty: "Name",
  supported: z.strictObject({ Name: z.string().optional() }),
  harmless: {
    DeliveryOptions: "no mail leaves this machine",
    ReputationOptions: notRecorded,
    SuppressionOptions: notRecorded,
    TrackingOptions: notRecorded,
    VdmOptions: notRecorded,
    Tags: "only describe",
  },
  identify: ({ name }) => ({ ref: name, attributes: {} }),
});

export const mailTypes = [identity, configurationSet];
