import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { unseenIn } from "../invisible.ts";
import { nearestOf } from "../nearest.ts";

/** Areas of the IANA database, and its links by country. Their zones follow summer time where the place has it. */
const area =
  /^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Europe|Indian|Mexico|Pacific|US)\//;

const isUtc = (name: string): boolean => name === "UTC" || name === "Etc/UTC";
const hasRegion = (name: string): boolean => area.test(name) || isUtc(name);

/** Zones that abbreviations mean. Most mean several zones, and only half of the year. */
const abbreviations: Readonly<Record<string, readonly string[]>> = {
  ACDT: ["Australia/Adelaide"],
  ACST: ["Australia/Darwin", "Australia/Adelaide"],
  ADT: ["America/Halifax"],
  AEDT: ["Australia/Sydney"],
  AEST: ["Australia/Brisbane", "Australia/Sydney"],
  AKDT: ["America/Anchorage"],
  AKST: ["America/Anchorage"],
  ART: ["America/Argentina/Buenos_Aires"],
  AST: ["America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"],
  AWST: ["Australia/Perth"],
  BRT: ["America/Sao_Paulo"],
  BST: ["Europe/London", "Asia/Dhaka"],
  CAT: ["Africa/Harare"],
  CDT: ["America/Chicago"],
  CEST: ["Europe/Berlin", "Europe/Warsaw"],
  CET: ["Europe/Berlin", "Europe/Warsaw"],
  CST: ["America/Chicago", "Asia/Shanghai", "America/Mexico_City"],
  EAT: ["Africa/Nairobi"],
  EDT: ["America/New_York"],
  EEST: ["Europe/Athens", "Europe/Kyiv"],
  EET: ["Europe/Athens", "Europe/Kyiv"],
  EST: ["America/New_York", "America/Panama"],
  GMT: ["Europe/London", "Africa/Accra", "UTC"],
  GST: ["Asia/Dubai"],
  HKT: ["Asia/Hong_Kong"],
  HST: ["Pacific/Honolulu"],
  ICT: ["Asia/Bangkok"],
  IDT: ["Asia/Jerusalem"],
  IST: ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
  JST: ["Asia/Tokyo"],
  KST: ["Asia/Seoul"],
  MDT: ["America/Denver"],
  MEZ: ["Europe/Berlin"],
  MESZ: ["Europe/Berlin"],
  MET: ["Europe/Berlin"],
  MSK: ["Europe/Moscow"],
  MST: ["America/Denver", "America/Phoenix"],
  NDT: ["America/St_Johns"],
  NST: ["America/St_Johns"],
  NZDT: ["Pacific/Auckland"],
  NZST: ["Pacific/Auckland"],
  PDT: ["America/Los_Angeles"],
  PHT: ["Asia/Manila"],
  PKT: ["Asia/Karachi"],
  PST: ["America/Los_Angeles", "Asia/Manila"],
  SAST: ["Africa/Johannesburg"],
  SGT: ["Asia/Singapore"],
  TRT: ["Europe/Istanbul"],
  WAT: ["Africa/Lagos"],
  WEST: ["Europe/Lisbon"],
  WET: ["Europe/Lisbon"],
  WIB: ["Asia/Jakarta"],
  Z: ["UTC"],
};

/** Present names of zones for which `Intl` still uses an older name. */
const newerNames: Readonly<Record<string, string>> = {
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
};

const newest = (name: string): string => newerNames[name] ?? name;

/** Zones that are suggested for an offset, for each half of the year in which it may have been meant. */
const wellKnown: readonly string[] = [
  "UTC",
  "Europe/London",
  "Europe/Warsaw",
  "Europe/Berlin",
  "Africa/Lagos",
  "Europe/Athens",
  "Africa/Johannesburg",
  "Africa/Nairobi",
  "Europe/Moscow",
  "Asia/Dubai",
  "Asia/Tehran",
  "Asia/Karachi",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Dhaka",
  "Asia/Yangon",
  "Asia/Bangkok",
  "Asia/Shanghai",
  "Asia/Singapore",
  "Asia/Tokyo",
  "Australia/Adelaide",
  "Australia/Sydney",
  "Pacific/Noumea",
  "Pacific/Auckland",
  "Atlantic/Azores",
  "America/Sao_Paulo",
  "America/Halifax",
  "America/St_Johns",
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Phoenix",
  "America/Los_Angeles",
  "America/Anchorage",
  "Pacific/Honolulu",
  "Pacific/Pago_Pago",
];

/** The middle of a winter and of a summer. */
const halves = ["2026-01-15T00:00:00Z", "2026-07-15T00:00:00Z"];
const mostProposed = 3;
const minuteNanoseconds = 60e9;

/** Minutes east of Greenwich in `+02:00`, `GMT+2`, `UTC-0530`; in the names `Etc/GMT-2` the sign is the other way round. */
const offsetMinutes = (name: string): number | undefined => {
  const [, posix, sign, hours, minutes = "0"] =
    /^(?:(Etc\/)?(?:GMT|UTC|UT))?\s*([+\u2212-])(\d{1,2})(?::?(\d{2}))?(?::\d{2})?$/i.exec(name.trim()) ?? [];
  if (sign === undefined) return undefined;
  const isEast = (sign === "+") !== (posix !== undefined);
  return (Number(hours) * 60 + Number(minutes)) * (isEast ? 1 : -1);
};

const zonesAtOffset = (minutes: number): readonly string[] =>
  wellKnown.filter((zone) =>
    halves.some(
      (half) =>
        Temporal.Instant.from(half).toZonedDateTimeISO(zone).offsetNanoseconds ===
        minutes * minuteNanoseconds,
    ),
  );

const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf("/") + 1);

/** The zone of that city, or the one with the most similar spelling. */
const zoneLike = (name: string): string | undefined => {
  const zones = Intl.supportedValuesOf("timeZone").map(newest);
  const written = name.trim().replaceAll(/\s+/g, "_");
  const city = nearestOf(written, zones.map(cityOf));
  return nearestOf(written, zones) ?? zones.find((zone) => cityOf(zone) === city);
};

const zonesMeantBy = (abbreviation: string): readonly string[] | undefined =>
  abbreviations[abbreviation.trim().toUpperCase()];

const proposals = (name: string): readonly string[] => {
  const known = zonesMeantBy(name);
  if (known) return known;
  const minutes = offsetMinutes(name);
  const zones = minutes === undefined ? [canonicalZone(name) ?? zoneLike(name)] : zonesAtOffset(minutes);
  return zones.flatMap((zone) => zone ?? []).slice(0, mostProposed);
};

/** `Poland` is Europe/Warsaw, `Zulu` is UTC; undefined: no zone, or none that has a region. */
const canonicalZone = (name: string): string | undefined => {
  try {
    const zone = newest(new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone);
    return hasRegion(zone) ? zone : undefined;
  } catch {
    return undefined;
  }
};

/** Both must know the zone: `Intl` formats deadlines, Temporal computes them. */
const isKnown = (name: string): boolean => {
  try {
    Temporal.Instant.from("2026-01-15T00:00:00Z").toZonedDateTimeISO(name);
    return canonicalZone(name) !== undefined;
  } catch {
    return false;
  }
};

/** EventBridge Scheduler needs the name as the database spells it; `Intl` also accepts `europe/warsaw`. */
const spelling = (name: string): string =>
  Intl.supportedValuesOf("timeZone")
    .map(newest)
    .find((zone) => zone.toLowerCase() === name.toLowerCase()) ?? name;

const orList = (names: readonly string[]): string =>
  names
    .map((name) => `"${name}"`)
    .join(", ")
    .replace(/, (?=[^,]*$)/, " or ");

/**
 * The problem with the name of a course's zone, as the rest of a sentence; undefined: none. A zone must name a region: an
 * offset has no summer time, and an abbreviation means one half of the year, or several places.
 */
export const zoneFault = (name: string): string | undefined => {
  if (hasRegion(name) && isKnown(name) && spelling(name) === name) return undefined;
  const unseen = unseenIn(name);
  if (unseen !== undefined) return `holds ${unseen}, which does not show; delete it`;
  const proposed = proposals(name);
  const such = orList(proposed.length === 0 ? ["Europe/Warsaw"] : proposed);
  const isZoneWithoutRegion =
    (canonicalZone(name) ?? offsetMinutes(name) ?? zonesMeantBy(name)) !== undefined;
  return isZoneWithoutRegion && !area.test(spelling(name))
    ? `must be a time zone that is named by a region, such as ${such}`
    : `must be a time zone such as ${such}`;
};

/** The zone of a course as its trainer writes it. */
export const zoneNameSchema = z.string().superRefine((name, context) => {
  const fault = zoneFault(name);
  if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
});
