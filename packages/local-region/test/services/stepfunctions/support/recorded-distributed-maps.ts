import type { Json } from "../../../../src/ports.ts";
import { inOrder, type RecordedExecution, type Step } from "./recorded-executions.ts";
import { machineOf } from "./rig.ts";

/** What AWS answered for Distributed Maps. */

/** The objects that the maps read, by key, in the bucket `data`. */
export const recordedObjects: Readonly<Record<string, string>> = {
  "file.json": JSON.stringify([{ verdict: "true" }, { verdict: "false" }, { verdict: "mostly-true" }]),
  "file.csv": "H1,\nValue4,Value5,Value6\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n",
};

interface DistributedMap {
  readonly map: object;
  readonly input: Json;
  /** How many items it knows of at its start. */
  readonly length: number;
}

const definitionOf = (map: object): Json =>
  machineOf("MapState", {
    MapState: {
      Type: "Map",
      MaxConcurrency: 1,
      ...map,
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "PassItem",
        States: { PassItem: { Type: "Pass", End: true } },
      },
      End: true,
    },
  });

const begun = ({ input, length }: DistributedMap): readonly Step[] => [
  ["MapStateEntered", { name: "MapState", input }],
  ["MapStateStarted", { length }],
  ["MapRunStarted", {}],
];

/** What it gives follows the run's start, as if the run's end were not there. */
const succeeding = (test: string, of: DistributedMap, output: Json): RecordedExecution => ({
  source: `scenarios/test_base_scenarios::${test}`,
  definition: definitionOf(of.map),
  input: of.input,
  events: [
    ...inOrder(of.input, ...begun(of), ["MapRunSucceeded", {}], ["MapStateSucceeded", {}]),
    [7, 4, "MapStateExited", { name: "MapState", output }],
    [8, 7, "ExecutionSucceeded", { output }],
  ],
});

const failing = (test: string, of: DistributedMap, cause: string): RecordedExecution => {
  const failure = { error: "States.ItemReaderFailed", cause };
  return {
    source: `scenarios/test_base_scenarios::${test}`,
    definition: definitionOf(of.map),
    input: of.input,
    events: inOrder(
      of.input,
      ...begun(of),
      ["MapRunFailed", failure],
      ["MapStateFailed", {}],
      ["ExecutionFailed", failure],
    ),
  };
};

const reading = (key: string, ReaderConfig: object): DistributedMap => ({
  map: {
    ItemReader: {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig,
      Arguments: { Bucket: "{% $states.input.Bucket %}", Key: "{% $states.input.Key %}" },
    },
  },
  input: { Bucket: "data", Key: key },
  length: 0,
});

const csv = { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" };
const content = { bucket: "test-bucket", values: ["1", "2", "3"] };

export const recordedDistributedMaps: readonly RecordedExecution[] = [
  succeeding(
    "test_map_item_reader_base_json_max_items_jsonata",
    reading("file.json", { InputType: "JSON", MaxItems: "{% $maxItems := 2 %}" }),
    [{ verdict: "true" }, { verdict: "false" }],
  ),
  succeeding(
    "test_map_state_config_distributed_item_selector_parameters",
    {
      map: {
        Items: "{% $states.input.values %}",
        ItemSelector: {
          bucketName: "{% $states.input.bucket %}",
          value: "{% $states.context.Map.Item.Value %}",
        },
      },
      input: content,
      length: 3,
    },
    content.values.map((value) => ({ bucketName: content.bucket, value })),
  ),
  succeeding("test_map_item_reader_csv_first_row_extra_fields", reading("file.csv", csv), [
    { H1: "Value4", "": "Value5" },
    { H1: "", "": "" },
    { H1: "true", "": "1" },
    { H1: "Null", "": "None" },
    { H1: "   ", "": "" },
  ]),
  failing(
    "test_map_item_reader_csv_headers_decl_duplicate_headers",
    reading("file.csv", { ...csv, CSVHeaderLocation: "GIVEN", CSVHeaders: ["H1", "H1", "H3"] }),
    "CSV headers cannot contain duplicates.",
  ),
  failing(
    "test_map_item_reader_csv_max_items_paths[-1], in JSONata",
    reading("file.csv", { ...csv, MaxItems: "{% -1 %}" }),
    "field MaxItems must be positive",
  ),
];
