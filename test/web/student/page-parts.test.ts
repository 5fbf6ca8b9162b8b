import { describe, expect, test } from "@jest/globals";
import { Device } from "../../../web/student/device/device.ts";
import { carefulStorage, inMemory } from "../../../web/student/device/storage.ts";
import { hrefOf, invitationOf, routeOf } from "../../../web/student/route.ts";
import { ServerClock } from "../../../web/student/server-clock.ts";
import { announcementBetween, instantText, timeLeft } from "../../../web/student/time-text.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe("Time left", () => {
  test.each([
    [second, "1 second left"],
    [59 * second, "59 seconds left"],
    [minute + second, "1 minute 1 second left"],
    [10 * minute, "10 minutes left"],
    [hour, "1 hour 0 minutes left"],
    [47 * hour + 59 * minute, "47 hours 59 minutes left"],
    [48 * hour, "2 days 0 hours left"],
    [5 * 24 * hour + 11 * hour, "5 days 11 hours left"],
  ])("%d ms before the deadline is: %s", (leftMs, text) => {
    expect(timeLeft(leftMs, "no")).toBe(text);
  });

  test.each([
    ["surely", "closed"],
    ["perhaps", "perhaps closed"],
    ["no", "perhaps closed"],
  ] as const)("is none when the deadline has %s passed: %s", (passed, text) => {
    expect([timeLeft(0, passed), timeLeft(-second, passed)]).toEqual([text, text]);
  });

  test.each([
    [10 * minute + 1, 10 * minute, "10 minutes left."],
    [minute + 1, minute - 1, "1 minute left."],
    [1, 0, null],
    [20 * minute, -second, null],
    [9 * minute, 8 * minute, null],
    [-second, -2 * second, null],
  ])("is announced when a mark is crossed: from %d to %d ms", (before, now, words) => {
    expect(announcementBetween(before, now)).toBe(words);
  });

  test("is told beside the instant in the reader's own time zone, by name, across a clock change", () => {
    expect(instantText("2026-11-23T22:00:00.000Z", "Europe/Warsaw")).toBe("Mon, 23 Nov 2026, 23:00 CET");
    expect(instantText("2026-07-06T21:00:00.000Z", "Europe/Warsaw")).toBe("Mon, 6 Jul 2026, 23:00 CEST");
  });
});

describe("The server's clock", () => {
  const deadline = Date.parse("2026-11-23T22:00:00.000Z");
  const year = 365 * 24 * hour;

  /** A device whose clocks the test moves, and a page on it. */
  const deviceAt = (now: number) => {
    const times = { now, sinceOpened: 0 };
    const clocks = { now: () => times.now, sinceOpened: () => times.sinceOpened };
    const pass = (ms: number): void => {
      times.now += ms;
      times.sinceOpened += ms;
    };
    return { times, clocks, pass };
  };

  test("is learned from an answer, whatever the device's says", () => {
    const { times, clocks } = deviceAt(0);
    const clock = new ServerClock(clocks, new Device(inMemory(), inMemory()));
    times.now = 200;
    clock.learn("Mon, 23 Nov 2026 21:59:00 GMT", 0);
    expect(clock.now()).toBe(Date.parse("2026-11-23T21:59:00.600Z"));
  });

  test.each([null, "", "soon"])("is left as it is by the Date header %j", (header) => {
    const clock = new ServerClock(deviceAt(7).clocks, new Device(inMemory(), inMemory()));
    clock.learn(header, 0);
    expect(clock.now()).toBe(7);
  });

  test("is known still after a reload, but from then on a deadline has perhaps passed, never surely", () => {
    const { clocks, pass } = deviceAt(deadline + 2 * year);
    const lasting = inMemory();
    new ServerClock(clocks, new Device(lasting, inMemory())).learn(
      "Mon, 23 Nov 2026 21:00:00 GMT",
      clocks.now(),
    );
    const reloaded = new ServerClock(clocks, new Device(lasting, inMemory()));
    expect([reloaded.now(), reloaded.hasPassed(deadline)]).toEqual([deadline - hour + 500, "no"]);
    pass(2 * hour);
    expect(reloaded.hasPassed(deadline)).toBe("perhaps");
    reloaded.learn("Mon, 23 Nov 2026 23:00:00 GMT", clocks.now());
    expect(reloaded.hasPassed(deadline)).toBe("surely");
  });

  test("ends a test surely by the time that went by since an answer, not because the device's clock was set", () => {
    const { times, clocks, pass } = deviceAt(0);
    const clock = new ServerClock(clocks, new Device(inMemory(), inMemory()));
    clock.learn("Mon, 23 Nov 2026 21:59:00 GMT", 0);
    times.now += year;
    expect(clock.hasPassed(deadline)).toBe("perhaps");
    times.now -= year;
    pass(minute + 3 * second);
    expect(clock.hasPassed(deadline)).toBe("surely");
  });

  test.each(["{", "{}", '{"aheadMs":"5"}', '{"aheadMs":null}'])(
    "is not taken from a device that kept %s",
    (kept) => {
      const lasting = inMemory();
      lasting.setItem("test-time/clock", kept);
      expect(new ServerClock(deviceAt(7).clocks, new Device(lasting, inMemory())).now()).toBe(7);
    },
  );
});

describe("An address", () => {
  test("names a view and its test, whatever characters the names hold", () => {
    const named = { subject: "a/b", testId: "c d#e", questionId: "q%1" };
    expect(routeOf(hrefOf("test", named, named.questionId))).toEqual({ view: "test", ...named });
  });

  test.each(["", "#/", "#/nothing/linux/files", "#/test/linux", "#/test/%zz/files"])(
    "%j is the list",
    (hash) => {
      expect(routeOf(hash)).toEqual({ view: "list" });
    },
  );

  test("of an invitation says who, and the key when it has one", () => {
    expect(invitationOf("#student=ada")).toEqual({ studentId: "ada", key: null });
    expect(invitationOf("#student=ada&key=ada.x-Y_1")).toEqual({ studentId: "ada", key: "ada.x-Y_1" });
    expect(invitationOf("#/test/linux/files")).toBeNull();
  });
});

describe("What a device keeps", () => {
  const ada = { studentId: "ada", key: "ada.secret" };
  const test1 = { subject: "linux", testId: "t1" };
  const receipt = {
    subjectName: "linux",
    testId: "t1",
    studentId: "ada",
    testResult: [],
    receipt: { submissionId: "s", receivedAt: "r", deadline: "d", sha256: "h" },
  };

  test("of a key ends with the tab unless the student wants it kept", () => {
    const [lasting, tab] = [inMemory(), inMemory()];
    new Device(lasting, tab).keepKey(ada, { forGood: false });
    expect(new Device(lasting, inMemory()).key()).toBeNull();
    new Device(lasting, tab).keepKey(ada, { forGood: true });
    expect(new Device(lasting, inMemory()).key()).toEqual(ada);
    new Device(lasting, tab).keepKey(ada, { forGood: false });
    expect(new Device(lasting, inMemory()).key()).toBeNull();
    expect(new Device(lasting, tab).key()).toEqual(ada);
  });

  test("of answers is each student's and each test's own", () => {
    const device = new Device(inMemory(), inMemory());
    const draft = { answers: { q1: "a" }, isUnsure: false };
    device.keepDraft("ada", test1, draft);
    expect(device.draft("ada", test1)).toEqual(draft);
    expect(device.draft("bob", test1)).toBeNull();
    expect(device.draft("ada", { ...test1, testId: "t2" })).toBeNull();
  });

  test("goes from draft to receipt only once the receipt is stored", () => {
    const lasting = inMemory();
    const device = new Device(lasting, inMemory());
    device.keepDraft("ada", test1, { answers: { q1: "a" }, isUnsure: true });
    const full = {
      ...lasting,
      setItem: () => {
        throw new Error("full");
      },
    };
    const parsed = JSON.parse(JSON.stringify(receipt));
    expect(() => new Device(full, inMemory()).keepReceipt("ada", test1, parsed)).toThrow("full");
    expect(device.draft("ada", test1)).not.toBeNull();
    device.keepReceipt("ada", test1, parsed);
    expect([device.draft("ada", test1), device.receipt("ada", test1)]).toEqual([null, receipt]);
  });

  test("that can't be read counts as not there", () => {
    const lasting = inMemory();
    lasting.setItem("test-time/draft/ada/linux/t1", '{"answers":{"q1":5},"isUnsure":false}');
    lasting.setItem("test-time/key", "{");
    const device = new Device(lasting, inMemory());
    expect([device.draft("ada", test1), device.key()]).toEqual([null, null]);
  });

  test("is kept in memory, and the page told, where the browser's storage is closed", () => {
    let failures = 0;
    const closed = (): never => {
      throw new Error("SecurityError");
    };
    const storage = carefulStorage(closed, () => {
      failures += 1;
    });
    storage.setItem("a", "1");
    expect([storage.getItem("a"), failures > 0]).toEqual(["1", true]);
    storage.removeItem("a");
    expect(storage.getItem("a")).toBeNull();
  });
});
