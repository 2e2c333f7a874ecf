import type { Estimate, Interval } from 'kizuna';
import type { Axis, Range } from './chapter.js';

/** 1204 as `1,204`. */
export function count(value: number): string {
  return signed(value, 0).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 12345.5 as `12,345.50`, with as many decimals as asked for. */
export function amountText(value: number, places: number): string {
  const [whole = '', ...decimals] = signed(value, places).split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.');
}

/** 1 and `record` as `1 record`, 1204 as `1,204 records`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** 0.4217 as `42.2 %`, or with as many decimals as asked for. */
export function percent(value: number, places = 1): string {
  return `${signed(100 * value, places)} %`;
}

/** A number with one decimal, or as many as asked for, with a true minus. */
export function decimal(value: number, places = 1): string {
  return signed(value, places);
}

/** `23.4 (95 % interval 18.1 to 28.5, n = 1,204)`. */
export function estimateText({ value, n, interval }: Estimate, format: (value: number) => string): string {
  if (value === null) return `not known (n = ${count(n)})`;
  if (interval === null) return `${format(value)} (n = ${count(n)}, too few for an interval)`;
  const { low, high, confidence } = interval;
  const [, unit = ''] = /^[^ ]+( .+)$/.exec(format(high)) ?? []; // once for both ends is enough
  const from = unit === '' ? format(low) : format(low).replace(unit, '');
  return `${format(value)} (${decimal(100 * confidence, 0)} % interval ${from} to ${format(high)}, n = ${count(n)})`;
}

/** The interval of a share as a cell: `41.2 to 48.0 %`. */
export function intervalText(interval: Interval | null): string | null {
  return interval === null ? null : `${decimal(100 * interval.low)} to ${percent(interval.high)}`;
}

/** What of an estimate can be drawn. */
export function rangeOf({ value, interval }: Estimate): Range | null {
  return value === null ? null : { value, low: interval?.low ?? value, high: interval?.high ?? value };
}

/** An axis that holds all ranges, its ends at multiples of a step. */
export function axisOf(
  ranges: readonly (Range | null)[],
  step: number,
  [least, most]: readonly [number, number],
  format: (value: number) => string,
): Axis {
  const drawn = ranges.filter((range) => range !== null);
  if (drawn.length === 0) return { low: least, high: most, format };
  const low = Math.floor(Math.min(...drawn.map((range) => range.low)) / step) * step;
  const high = Math.ceil(Math.max(...drawn.map((range) => range.high)) / step) * step;
  return { low: Math.max(least, Math.min(low, most - step)), high: Math.min(most, Math.max(high, low + step)), format };
}

function signed(value: number, places: number): string {
  const digits = Math.abs(value).toFixed(places);
  return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits;
}
