/**
 * A date that has only UTC, for the functions of date-fns: they read and write the fields of a date in the zone of the machine.
 * Those that `addMonths` asks for are here; `@date-fns/tz` would do the same at 50 µs an edge instead of 1.
 */
export class UtcDate extends Date {
  override getFullYear() {
    return this.getUTCFullYear();
  }
  override getMonth() {
    return this.getUTCMonth();
  }
  override getDate() {
    return this.getUTCDate();
  }
  override setFullYear(year: number, month = this.getUTCMonth(), date = this.getUTCDate()) {
    return this.setUTCFullYear(year, month, date);
  }
  override setMonth(month: number, date = this.getUTCDate()) {
    return this.setUTCMonth(month, date);
  }
}
