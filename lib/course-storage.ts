import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Grant, type GrantOnPrincipalOptions, type IGrantable } from "aws-cdk-lib/aws-iam";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type LifecycleRule,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct, type IConstruct } from "constructs";
import { environment } from "../course/environment.ts";
import { keptDays } from "../course/storage/expiry.ts";
import { keys } from "../course/storage/storage-keys.ts";
import { acknowledgeWildcard } from "./wildcards.ts";

/**
 * The contents of the course's bucket, as S3 key patterns for which rights are given. course/storage/storage-keys.ts makes the keys
 * themselves; a test compares the two. IAM's `*` also matches slashes, so no subject or test may be called `mail`,
 * `grades` or `submissions` (course/ids.ts).
 */
export const storedData = {
  settings: "course/settings.json",
  tests: "course/tests.json",
  roster: "course/roster.jsonl",
  removed: "course/removed.jsonl",
  questions: "course/tests/*/questions.json",
  answerKeys: "course/tests/*/answer-key.json",
  superseded: "course/tests/*/superseded.json",
  profiles: "students/*/profile.json",
  submissions: "students/*/submissions/*",
  scoreLists: "students/*/scores.json",
  grades: "students/*/grades/*",
  studentMail: "students/*/mail/*",
  book: "gradebook/*",
  tallies: "tallies/*",
  appeals: "students/*/_appeals/*",
  openAppeals: "appeals/open/*",
  appealMails: "appeals/told/*",
  handedIn: "by-test/*/handed-in/*",
  reminderChoices: "students/*/_reminders.json",
  calendars: "students/*/_calendar.json",
  noticeClaims: "notices/*/notice.json",
  noticeLists: "notices/*/list-*.jsonl",
  noticeResults: "notices/*/results/*",
  noticeReports: "notices/*/report.json",
  gradedThrough: "runs/graded-through.json",
  runRecords: "runs/*/run.json",
  runRosters: "runs/*/roster.jsonl",
  runExtended: "runs/*/extended.jsonl",
  runResults: "runs/*/results/*",
  partLedgers: "runs/*/ledger.jsonl",
  partRows: "runs/*/rows.csv",
  runReports: "runs/*/report.json",
  gradebooks: "runs/*/gradebook.csv",
  trainerMail: "runs/*/mail/*",
} as const;

export type StoredData = keyof typeof storedData;

type Conditions = NonNullable<GrantOnPrincipalOptions["conditions"]>;

/** A construct that gets rights, and whose role is below it. */
type Grantee = IGrantable & IConstruct;

export interface CourseStorageProps {
  /**
   * Months after which the data of students and runs is deleted, from when each object was last written.
   *
   * @default - nothing is deleted by itself
   */
  readonly keepMonths?: number | undefined;
  /**
   * Whether notices are written, which are deleted after a month.
   *
   * @default - false
   */
  readonly hasNotices?: boolean;
}

/** Lists of notices are not needed later: the mail ledger keeps what must not happen twice. */
const noticesKeptDays = 30;

/**
 * Prefixes of data about students; the course itself stays. The last version of a deleted object can be restored as long as
 * old versions are kept.
 *
 * Run ids begin with their year, so `runs/2` leaves `runs/graded-through.json` alone. That object names no student and is
 * written only when a run closes. Without it, a course after a long pause would grade every old test again.
 */
const retentionRules = (keepMonths: number): LifecycleRule[] =>
  ["students/", "runs/2", "gradebook/", "tallies/", "appeals/", "by-test/"].map((prefix) => ({
    prefix,
    expiration: Duration.days(keptDays(keepMonths)),
  }));

/** The course's one private bucket, and the rights to what is in it, given by intent. */
export class CourseStorage extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { keepMonths, hasNotices = false }: CourseStorageProps = {}) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // Students' work stays when the stack is destroyed; somebody must decide to delete it. A first deployment that fails
      // leaves nothing behind.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          noncurrentVersionExpiration: Duration.days(90),
          expiredObjectDeleteMarker: true,
        },
        ...(hasNotices ? [{ prefix: "notices/", expiration: Duration.days(noticesKeptDays) }] : []),
        ...(keepMonths === undefined ? [] : retentionRules(keepMonths)),
      ],
    });
    Validations.of(this.bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason:
        "Only this stack's roles reach the bucket, every submission stays as an object version, and the API's access log names each request; a second bucket of access logs would cost more than the system.",
    });
  }

  /** The environment variables by which a function finds the bucket. */
  get environment(): Readonly<Record<string, string>> {
    return { [environment.bucketName]: this.bucket.bucketName };
  }

  /** The objects themselves: `s3:GetObject`. */
  grantRead(grantee: Grantee, ...data: readonly StoredData[]): void {
    this.#grant(grantee, "s3:GetObject", data);
  }

  /** New objects and new versions of them: `s3:PutObject`. */
  grantPut(grantee: Grantee, ...data: readonly StoredData[]): void {
    this.#grant(grantee, "s3:PutObject", data);
  }

  /**
   * New objects only: what is there can't be written over, as `s3:PutObject` is allowed with `If-None-Match` alone.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
   */
  grantCreate(grantee: Grantee, ...data: readonly StoredData[]): void {
    this.#grant(grantee, "s3:PutObject", data, { Null: { "s3:if-none-match": "false" } });
  }

  /** What Step Functions needs to write a map's results, in parts when they are long. */
  grantWriteResults(grantee: Grantee, results: StoredData): void {
    for (const action of ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts"]) {
      this.#grant(grantee, action, [results]);
    }
    this.#grant(grantee, "s3:AbortMultipartUpload", [results]);
  }

  /** The names of the objects, by listing below a prefix. */
  grantList(grantee: Grantee, ...data: readonly StoredData[]): void {
    this.#list(
      grantee,
      data.map((d) => storedData[d]),
    );
  }

  /** Which runs there are, and the names of all that they wrote. */
  grantListRuns(grantee: Grantee): void {
    this.#list(grantee, [keys.runs]);
  }

  /**
   * The right to read, and to learn that an object is missing: without `s3:ListBucket`, S3 answers 403 instead of 404. As
   * far as is known, S3 checks that right with the object's key as `s3:prefix` (Ceph does so "to match aws behavior",
   * ceph#68577). If S3 leaves that condition key out, adapters/storage/s3-object-store.ts finds the answer by a listing. A
   * condition that also holds when the key is absent would allow a listing of the whole bucket.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
   */
  grantReadIfThere(grantee: Grantee, ...data: readonly StoredData[]): void {
    this.grantRead(grantee, ...data);
    this.grantList(grantee, ...data);
  }

  #list(grantee: Grantee, prefixes: readonly string[]): void {
    Grant.addToPrincipal({
      grantee,
      actions: ["s3:ListBucket"],
      resourceArns: [this.bucket.bucketArn],
      conditions: { StringLike: { "s3:prefix": prefixes } },
    });
  }

  #grant(grantee: Grantee, action: string, data: readonly StoredData[], conditions?: Conditions): void {
    const resourceArns = data.map((d) => this.bucket.arnForObjects(storedData[d]));
    Grant.addToPrincipal({ grantee, actions: [action], resourceArns, ...(conditions && { conditions }) });
    for (const arn of resourceArns.filter((arn) => arn.includes("*"))) {
      acknowledgeWildcard(grantee, arn, "One kind of object, of every student, test or run of this course.");
    }
  }
}
