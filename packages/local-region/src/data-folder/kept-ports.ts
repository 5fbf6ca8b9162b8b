import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { replaceFile } from "./whole-file.ts";

const fileSchema = z.partialRecord(
  z.enum(["front door", "AWS endpoint", "inbox"]),
  z.int().min(1).max(65_535),
);

type Ports = z.infer<typeof fileSchema>;
type PortName = keyof Ports;

const fileIn = (data: string): string => join(data, "ports.json");

/** A damaged file counts as none: ports are kept only so that addresses stay as they were. */
const readPorts = (data: string): Ports => {
  if (!existsSync(fileIn(data))) return {};
  try {
    return fileSchema.parse(JSON.parse(readFileSync(fileIn(data), "utf8")));
  } catch {
    return {};
  }
};

/** Keeps the ports that a data folder's region got, so that its addresses stay the same after a restart. */
export class KeptPorts {
  readonly #data: string;
  readonly #log: (line: string) => void;
  #ports: Ports;

  constructor(data: string, log: (line: string) => void) {
    this.#data = data;
    this.#log = log;
    this.#ports = readPorts(data);
  }

  /**
   * Opens a port. If any free one will do (0), it is the one that the folder had before; if that is taken, another, and the
   * log says so.
   */
  async open<T extends { readonly port: number }>(
    name: PortName,
    wanted: number,
    openAt: (port: number) => Promise<T>,
  ): Promise<T> {
    const kept = this.#ports[name];
    if (wanted !== 0 || kept === undefined) return this.#keep(name, await openAt(wanted));
    try {
      return await openAt(kept);
    } catch {
      const opened = await openAt(0);
      this.#log(`Port ${kept}, which the ${name} had before, is taken: it is at port ${opened.port} now.`);
      return this.#keep(name, opened);
    }
  }

  #keep<T extends { readonly port: number }>(name: PortName, opened: T): T {
    this.#ports = { ...this.#ports, [name]: opened.port };
    replaceFile(fileIn(this.#data), JSON.stringify(this.#ports), { flush: false });
    return opened;
  }
}
