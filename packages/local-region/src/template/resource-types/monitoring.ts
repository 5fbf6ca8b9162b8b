import { arnOf, harmlessResource } from "../resource-type.ts";

export const monitoringTypes = [
  harmlessResource("AWS::CloudWatch::Alarm", "metrics are not recorded", ({ name, world }) => ({
    ref: name,
    attributes: { Arn: arnOf(world, "cloudwatch", `alarm:${name}`) },
  })),
  harmlessResource("AWS::CloudWatch::Dashboard", "metrics are not recorded"),
  harmlessResource("AWS::Events::Rule", "no service sends events here", ({ name, world }) => ({
    ref: name,
    attributes: { Arn: arnOf(world, "events", `rule/${name}`) },
  })),
  harmlessResource("AWS::Logs::MetricFilter", "metrics are not recorded"),
  harmlessResource("AWS::SNS::Topic", "nobody is notified, as no alarm can go off", ({ name, world }) => {
    const arn = arnOf(world, "sns", name);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  }),
  harmlessResource("AWS::SNS::TopicPolicy", "nobody is notified, as no alarm can go off"),
  harmlessResource("AWS::SNS::Subscription", "nobody is notified, as no alarm can go off"),
  harmlessResource(
    "AWS::KMS::Key",
    "what is kept here lies under the disk's own protection",
    ({ name, world }) => ({
      ref: name,
      attributes: { Arn: arnOf(world, "kms", `key/${name}`), KeyId: name },
    }),
  ),
  harmlessResource("AWS::CDK::Metadata", "only describes the toolkit"),
];
