import type { Behaviour } from '../behaviour.js';

/** The periods of a report, as options of a metric. */
export function periodsOf({ unit, zone }: Pick<Behaviour, 'unit' | 'zone'>): {
  readonly unit: Behaviour['unit'];
  readonly timeZone: string;
} {
  return { unit, timeZone: zone };
}

/** 1 and `month` as `1 month`, 3 as `3 months`. */
export function spanOf(periods: number, unit: string): string {
  return `${periods} ${unit}${periods === 1 ? '' : 's'}`;
}

/** Milliseconds in the unit that suits them: `3.5 min`, `2.1 h`, `1.4 days`. */
export function durationText(milliseconds: number): string {
  const [size, name] = UNITS.find(([least]) => milliseconds >= least) ?? [1000, 's'];
  return `${(milliseconds / size).toFixed(1)} ${name}`;
}

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'days'],
  [3_600_000, 'h'],
  [60_000, 'min'],
];
