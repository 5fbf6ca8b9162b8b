import { expect, test } from "@jest/globals";
import { configurationSetIn } from "../../../src/services/ses/configuration-set.ts";

const sets = new Map([
  ["example.com", "of the domain"],
  ["no-reply@example.com", "of the address"],
  ["none@example.com", undefined],
]);

test.each([
  ["no-reply@example.com", "of the address"],
  ["boss@example.com", "of the domain"],
  ["boss@mail.example.com", "of the domain"],
  ["none@example.com", undefined],
  ["boss@notexample.com", undefined],
])("%s is sent as the address or else the nearest domain that is an identity", (sender, set) => {
  expect(configurationSetIn(sets, sender)).toBe(set);
});
