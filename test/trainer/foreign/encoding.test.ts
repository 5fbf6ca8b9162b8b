import { expect, test } from "@jest/globals";
import { decodeForeign } from "../../../trainer/foreign/encoding.ts";

const bytes = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from([part]))),
  );

test.each<[string, Buffer, string]>([
  ["UTF-16", Buffer.from("\ufeffZażółć", "utf16le"), "Zażółć"],
  [
    "windows-1250, where windows-1252 puts signs into words",
    bytes("Pawe", 0xb3, " W", 0xb9, "s"),
    "Paweł Wąs",
  ],
  [
    "windows-1250, also where ISO-8859-2 has a letter of another language",
    bytes("W", 0xb9, "s, ", 0xa3, "ucja"),
    "Wąs, Łucja",
  ],
  [
    "ISO-8859-2, where windows-1250 puts signs into words",
    bytes("G", 0xea, 0xb6, "la Za", 0xbf, 0xf3, 0xb3, 0xe6),
    "Gęśla Zażółć",
  ],
  [
    "ISO-8859-2, where windows-1250 puts letters into words that no language has beside the others",
    bytes(
      "Tom",
      0xe1,
      0xb9,
      ", Ji",
      0xf8,
      0xed,
      " R",
      0xf9,
      0xbe,
      "i",
      0xe8,
      "ka, V",
      0xe1,
      "clav T",
      0xbb,
      "er",
    ),
    "Tomáš, Jiří Růžička, Václav Tťer",
  ],
  ["windows-1252, equal to windows-1250 here", bytes("J", 0xf6, "rg M", 0xfc, "ller"), "Jörg Müller"],
  [
    "ISO-8859-1, as its XML declaration says",
    bytes('<?xml version="1.0" encoding="ISO-8859-1"?><a>H', 0xe9, "l", 0xe8, "ne</a>"),
    "Hélène",
  ],
])("a text in %s is read", (_, file, text) => {
  expect(decodeForeign(file)).toEqual({ text: expect.stringContaining(text) });
});

test("a text that two encodings make words of is not guessed: both readings are shown, and one is named", () => {
  const file = bytes("a\nH", 0xe9, "l", 0xe8, "ne\n");
  expect(decodeForeign(file)).toEqual({
    line: 2,
    fault: expect.stringContaining('"Hélène" in windows-1252, "Hélčne" in windows-1250'),
  });
  expect(decodeForeign(file, "windows-1252")).toEqual({ text: "a\nHélène\n" });
});
