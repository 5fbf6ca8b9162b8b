import Sequencer from "@jest/test-sequencer";

/** Browsers, killed regions, whole weeks, the longest first: begun last, one of them would be waited for alone. */
const long = [
  /\/test\/web\/(console\/console|student\/student-page)\./,
  /\/test\/(faults|tools\/(soak|bench)|bin\/test-time|least-privilege)/,
  /\/test\/(web|weeks|region\.|bin|matrix|trainer|lib\/app\.|import-rules)/,
];

/** Long tests first; those of a kind as jest orders them, which in a fresh clone is by the file's size. */
export default class LongFirst extends Sequencer {
  sort(tests) {
    const kindOf = ({ path }) => {
      const found = long.findIndex((kind) => kind.test(path));
      return found < 0 ? long.length : found;
    };
    return super.sort(tests).toSorted((a, b) => kindOf(a) - kindOf(b));
  }
}
