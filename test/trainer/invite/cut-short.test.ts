import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { studentIdSchema } from "../../../course/ids.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { profileSchema } from "../../../course/student.ts";
import { type Invited, inviteStudent } from "../../../trainer/invite/invite-student.ts";
import { keyStanding, mailingEndsMs } from "../../../trainer/invite/key-standing.ts";
import { instant, profile, settings, student } from "../../tasks/support/course.ts";
import { FakeMailer } from "../../tasks/support/fake-mailer.ts";
import { MemoryStore } from "../../tasks/support/memory-store.ts";

const adam = student("adam");
const adamId = studentIdSchema.parse("adam");
const notice = "If you had a key before, it no longer works";

class Killed extends Error {}

/** Ends the command at a step: every call of S3 and of SES is one. */
class Steps {
  #left = Number.POSITIVE_INFINITY;
  taken = 0;
  /** Told of each step before it is taken. */
  before: (step: number) => Promise<void> = async () => {};

  killAt(step: number): void {
    this.#left = step;
  }

  async step<T>(work: () => Promise<T>): Promise<T> {
    this.#left -= 1;
    if (this.#left < 0) throw new Killed();
    await this.before(this.taken);
    this.taken += 1;
    return work();
  }
}

/** A bucket whose clock is moved by hand, with the steps of whoever uses it. */
class SteppedStore extends MemoryStore {
  nowMs = Date.parse("2026-11-17T18:00:00Z");
  readonly steps = new Steps();
  readonly #modified = new Map<string, number>();

  #at(key: string): number {
    return this.#modified.get(key) ?? this.nowMs;
  }

  override get(key: string) {
    return this.steps.step(() => super.get(key));
  }
  override create(key: string, text: string) {
    return this.steps.step(async () => {
      this.#modified.set(key, this.nowMs);
      return super.create(key, text);
    });
  }
  override replace(key: string, text: string, etag: string) {
    return this.steps.step(async () => {
      const isDone = await super.replace(key, text, etag);
      if (isDone) this.#modified.set(key, this.nowMs);
      return isDone;
    });
  }
  override put(key: string, body: string | Uint8Array) {
    return this.steps.step(async () => {
      this.#modified.set(key, this.nowMs);
      return super.put(key, body);
    });
  }
  async getAged(key: string) {
    const stored = await this.get(key);
    return stored && { ...stored, ageMs: this.nowMs - this.#at(key), readAtMs: this.nowMs };
  }
  async modifiedAt(key: string) {
    return instant(new Date(this.#at(key)).toISOString());
  }
}

const classOf = () => {
  const store = new SteppedStore({ [keys.profile(adamId)]: { ...profile("adam"), apiKey: null } });
  const mailer = new FakeMailer();
  const stepped = {
    send: (...mail: Parameters<FakeMailer["send"]>) => store.steps.step(() => mailer.send(...mail)),
    sendWith: (...mail: Parameters<FakeMailer["sendWith"]>) => mailer.sendWith(...mail),
  };
  const pages = { settings, pageUrl: "https://page.example", apiUrl: "https://api.example" };
  const wait = async (ms: number): Promise<void> => {
    store.nowMs += ms;
  };
  const deps = { store, mailer: stepped, pacer: { turn: async () => {} }, ...pages, wait };
  return {
    store,
    mailer,
    invite: (rotate = false): Promise<Invited> => inviteStudent(deps, adam, { rotate }),
    /** The text of the last mail, and whether the key in it is the one that works. */
    lastMail: () => {
      const text = mailer.tries.at(-1)?.mail.text ?? "";
      const secret = /^adam\.(\S+)$/m.exec(text)?.[1] ?? "";
      const works = profileSchema.parse(store.json(keys.profile(adamId))).apiKey?.sha256;
      return { text, works: works === createHash("sha256").update(secret).digest("hex") };
    },
  };
};

const stepsOf = async (rotate: boolean): Promise<number> => {
  const whole = classOf();
  expect(await whole.invite(rotate)).toEqual({ studentId: "adam", status: "invited" });
  return whole.store.steps.taken;
};

describe.each([
  ["invite", false],
  ["invite --rotate", true],
])("%s, killed at each of its steps,", (_, rotate) => {
  test("leaves the student with a key that works after one repeated command, and told of a second one", async () => {
    const steps = await stepsOf(rotate);
    expect(steps).toBeGreaterThan(6);
    const mailsByStep: number[] = [];
    for (let step = 0; step < steps; step += 1) {
      const { store, mailer, invite, lastMail } = classOf();
      store.steps.killAt(step);
      await expect(invite(rotate)).rejects.toThrow(Killed);
      store.steps.killAt(Number.POSITIVE_INFINITY);
      const again = await invite();
      expect([step, again.status, lastMail().works]).toEqual([step, "invited", true]);
      if (mailer.tries.length > 1) expect(lastMail().text).toContain(notice);
      // What may have gone out is said to the trainer as well.
      expect("again" in again).toBe(lastMail().text.includes(notice));
      mailsByStep.push(mailer.tries.length);
      expect(await invite()).toMatchObject({ status: "has-key" });
    }
    // Two mails at the worst: where the first went out and that could not be written down.
    expect(mailsByStep).toEqual([...Array.from({ length: steps - 1 }, () => 1), 2]);
  });

  test("and the repeated command too, needs no more than one further command", async () => {
    const steps = await stepsOf(rotate);
    for (let first = 0; first < steps; first += 1) {
      for (let second = 0; second < steps + 3; second += 1) {
        const { store, mailer, invite, lastMail } = classOf();
        store.steps.killAt(first);
        await expect(invite(rotate)).rejects.toThrow(Killed);
        store.steps.killAt(second);
        await invite().catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
        store.steps.killAt(Number.POSITIVE_INFINITY);
        await invite();
        expect([first, second, lastMail().works]).toEqual([first, second, true]);
        if (mailer.tries.length > 1) expect(lastMail().text).toContain(notice);
      }
    }
  });
});

test("a command that finds another at work waits for it, and mails nothing itself", async () => {
  const { store, mailer, invite } = classOf();
  const send = mailer.sendWith.bind(mailer);
  const during: Promise<Invited>[] = [];
  mailer.sendWith = async (...mail) => {
    during.push(invite());
    expect(await keyStanding(store, adamId)).toMatchObject({ kind: "under-way" });
    return send(...mail);
  };
  expect(await invite()).toMatchObject({ status: "invited" });
  expect(await Promise.all(during)).toEqual([{ studentId: "adam", status: "has-key" }]);
  expect(mailer.tries).toHaveLength(1);
});

test("of two commands one mails, wherever the second one comes in between before the mail", async () => {
  const steps = await stepsOf(false);
  for (let at = 0; at < steps - 2; at += 1) {
    const { store, mailer, invite, lastMail } = classOf();
    let second: Promise<Invited> | undefined;
    store.steps.before = async (step) => {
      if (step !== at) return;
      store.steps.before = async () => {};
      second = invite();
      await second;
    };
    const first = await invite();
    expect([at, first.status, (await second)?.status]).toEqual([at, "has-key", "invited"]);
    expect([mailer.tries.length, lastMail().works]).toEqual([1, true]);
  }
});

describe("a key whose mail may not have come", () => {
  const unconfirmed = async () => {
    const { store, invite, mailer, lastMail } = classOf();
    mailer.nextOutcomes.push({ status: "unknown", reason: "The line was cut." });
    expect(await invite()).toMatchObject({ status: "unsure", reason: "The line was cut." });
    return { store, invite, mailer, lastMail };
  };

  test("is left alone once something was handed in with it", async () => {
    const { store, invite, mailer } = await unconfirmed();
    const submission = (at: string) => `${keys.submissions(adamId)}linux/t1/${at}-${"0".repeat(32)}.json`;
    store.set(submission("2026-11-17T18:30:00.000Z"), "{}");
    expect(await invite()).toEqual({ studentId: "adam", status: "has-key" });
    expect(mailer.tries).toHaveLength(1);
  });

  test("is replaced when all that was handed in came before it", async () => {
    const { store, invite, lastMail } = await unconfirmed();
    store.set(`${keys.submissions(adamId)}linux/t1/2026-11-17T17:30:00.000Z-${"0".repeat(32)}.json`, "{}");
    expect(await invite()).toEqual({ studentId: "adam", status: "invited", again: true });
    expect(lastMail()).toMatchObject({ works: true, text: expect.stringContaining(notice) });
  });

  test("that an earlier version claimed counts as one that may have come, a minute later", async () => {
    const { store, invite } = classOf();
    const key = { sha256: "a".repeat(64), madeAt: "2026-11-10T12:00:00.000Z" };
    store.set(keys.profile(adamId), { ...profile("adam"), apiKey: key });
    await store.put(
      keys.invitation(adamId, key.sha256),
      JSON.stringify({ state: "claimed", at: key.madeAt }),
    );
    expect(await keyStanding(store, adamId)).toEqual({
      kind: "under-way",
      judgeableAt: "2026-11-17T18:01:00.000Z",
    });
    store.nowMs += mailingEndsMs;
    expect(await invite()).toMatchObject({ status: "invited", again: true });
  });
});
