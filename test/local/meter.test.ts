import { Meter } from "../../local/meter.ts";

test("a meter counts calls by action, in alphabetical order", () => {
  const meter = new Meter();
  meter.count("s3:PutObject");
  meter.count("s3:GetObject", 2);
  meter.count("s3:GetObject");
  expect(Object.entries(meter.calls)).toEqual([
    ["s3:GetObject", 3],
    ["s3:PutObject", 1],
  ]);
});
