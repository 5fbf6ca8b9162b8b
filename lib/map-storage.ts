import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { ResultWriterV2, S3JsonLItemReader } from "aws-cdk-lib/aws-stepfunctions";

/**
 * CDK gives a map's reader and writer rights to the whole bucket. These two give no rights: the state machine's role gets
 * the narrower rights of CourseStorage.
 */
export class RosterReader extends S3JsonLItemReader {
  override providePolicyStatements(): PolicyStatement[] {
    return [];
  }
}

export class ResultsWriter extends ResultWriterV2 {
  override providePolicyStatements(): PolicyStatement[] {
    return [];
  }
}
