/**
 * A date that has only UTC, for the functions of date-fns: they read and write the fields of a date in the zone of the machine.
 * Those that `addMonths` asks for are here; `@date-fns/tz` would do the same at 50 µs an edge instead of 1.
 */
export class UtcDate extends Date {
  override getFullYear = Date.prototype.getUTCFullYear;
  override getMonth = Date.prototype.getUTCMonth;
  override getDate = Date.prototype.getUTCDate;
  override setFullYear = Date.prototype.setUTCFullYear;
  override setMonth = Date.prototype.setUTCMonth;
}
