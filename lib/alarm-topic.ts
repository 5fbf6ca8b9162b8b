import { Aws, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";

export interface AlarmTopicProps {
  /** Gets the alarms by mail, after confirming the subscription that SNS sends first. */
  readonly email: string;
}

/**
 * The topic of the alarms: accepts messages from this account's alarms, and from this stack's rules, over TLS only. It is not encrypted at rest: CloudWatch can't use the key that AWS manages for SNS, a key of one's own costs 1 $ a
 * month, and what an alarm says names no student and leaves by mail.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;
  /** The same topic, as the target of this stack's rules. */
  readonly ofRules: ITopic;

  constructor(scope: Construct, id: string, { email }: AlarmTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", {
      displayName: `${Stack.of(this).stackName} alarms`,
      enforceSSL: true,
    });
    // This policy replaces the default one, which lets the account publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    );
    // Named by a pattern: CloudFormation names the rules, and they name the topic.
    const rules = Stack.of(this).formatArn({
      service: "events",
      resource: "rule",
      resourceName: `${Aws.STACK_NAME}-*`,
    });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("events.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: {
          StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
          ArnLike: { "aws:SourceArn": rules },
        },
      }),
    );
    // An imported topic gets no statement from CDK, whose own names the service alone, without a condition.
    this.ofRules = Topic.fromTopicArn(this, "OfRules", this.topic.topicArn);
    this.topic.addSubscription(new EmailSubscription(email));
  }
}
