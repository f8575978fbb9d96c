/** Loaded before the bot, which then lives from the moment that `BEGINS_AT` names; time passes as ever. */
const Machine = Date;
const ahead = Machine.parse(process.env.BEGINS_AT ?? "") - Machine.now();

class Moved extends Machine {
  constructor(...given: [] | [value: number | string | Date]) {
    if (given.length === 0) super(Machine.now() + ahead);
    else super(...given);
  }
  static override now(): number {
    return Machine.now() + ahead;
  }
}
globalThis.Date = Moved as DateConstructor;
