import { arnOf, harmlessResource } from "../resource-type.ts";

export const monitoringTypes = [
  harmlessResource("AWS::CloudWatch::Alarm", "metrics are not recorded", ({ name, world }) => ({
    ref: name,
    attributes: { Arn: arnOf(world, "cloudwatch", `alarm:${name}`) },
  })),
  harmlessResource("AWS::CloudWatch::Dashboard", "metrics are not recorded"),
  harmlessResource("AWS::Logs::MetricFilter", "metrics are not recorded"),
  harmlessResource("AWS::CDK::Metadata", "only describes the toolkit"),
];
