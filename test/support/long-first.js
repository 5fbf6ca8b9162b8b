import Sequencer from "@jest/test-sequencer";

/** Whole weeks, browsers, killed regions: begun last, one of them would be waited for alone. */
const long = /\/test\/(web|faults|tools\/soak|weeks|region\.|bin\/region|least-privilege|matrix|trainer)/;

/** Long tests first; within both kinds as jest orders them, which in a fresh clone is by the file's size. */
export default class LongFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => long.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
