import type { Json } from "../../../ports.ts";
import type { Expressions } from "../jsonata/expression.ts";
import { Template } from "../jsonata/template.ts";

/** The fields of definitions with their expressions parsed; each is parsed once. */
export class Templates {
  readonly #expressions: Expressions;
  readonly #strings = new Map<string, Template>();
  readonly #objects = new WeakMap<object, Template>();

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
  }

  /** `source` is the field's own JSON in the definition, so the location is the same each time it is asked for. */
  of(source: Json, location: string): Template {
    if (typeof source === "object" && source !== null) {
      const known = this.#objects.get(source);
      if (known) return known;
      const template = Template.compile(this.#expressions, source, location);
      this.#objects.set(source, template);
      return template;
    }
    const key = `${location}\n${String(source)}`;
    const known = typeof source === "string" ? this.#strings.get(key) : undefined;
    if (known) return known;
    const template = Template.compile(this.#expressions, source, location);
    if (typeof source === "string") this.#strings.set(key, template);
    return template;
  }
}
