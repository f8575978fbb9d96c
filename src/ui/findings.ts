export interface Violation {
  /** Where, such as `fields[2].options[4].label`. */
  path: string;
  bound: "at most" | "at least" | "alike, at most";
  limit: number;
  found: number;
}

/**
 * What breaks a limit, found while going through a message or a form. Everything that is shown is looked at, so that where
 * something stands is written down only for what does not fit.
 */
export class Findings {
  readonly all: Violation[] = [];
  readonly #at: (string | number)[] = [];

  /** Looks at each of a list that stands here. */
  each<Thing>(list: string, things: readonly Thing[], check: (thing: Thing, findings: Findings) => void): void {
    this.#at.push(list);
    things.forEach((thing, place) => {
      this.#at.push(place);
      check(thing, this);
      this.#at.pop();
    });
    this.#at.pop();
  }
  /** @param name of what is measured, empty where it is what stands here itself. */
  atMost(name: string, limit: number, found: number): void {
    if (found > limit) this.#add(name, "at most", limit, found);
  }
  atLeastOne(name: string, found: number): void {
    if (found < 1) this.#add(name, "at least", 1, found);
  }
  /** What has to be called something. */
  named(name: string, limit: number, text: string): void {
    this.atLeastOne(name, text.trim().length);
    this.atMost(name, limit, text.length);
  }
  /** Several answers under one name could not be told apart. */
  distinct<Key extends string>(list: string, key: Key, things: readonly Readonly<Record<Key, string>>[]): void {
    things.forEach((thing, place) => {
      const alike = (other: (typeof things)[number]) => other[key] === thing[key];
      if (things.findIndex(alike) < place) this.#add(`${list}[${place}].${key}`, "alike, at most", 1, things.filter(alike).length);
    });
  }
  #add(name: string, bound: Violation["bound"], limit: number, found: number): void {
    const steps = [...this.#at, ...(name === "" ? [] : [name])];
    const path = steps.map((step, place) => (typeof step === "number" ? `[${step}]` : place === 0 ? step : `.${step}`)).join("");
    this.all.push({ path, bound, limit, found });
  }
}
