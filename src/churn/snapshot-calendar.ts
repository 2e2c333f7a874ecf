import { refuseOption } from '../core/options.js';
import type { Calendar } from '../time/calendar.js';
import type { PeriodUnit } from '../time/period.js';
import { zoneOf } from '../time/zone.js';
import type { RevenueLedger } from './ledger.js';

/** Refuses periods that are finer than the snapshots, or do not hold them whole. */
export function checkSnapshotPeriods(owner: string, periods: Calendar, ledger: RevenueLedger): void {
  const { snapshots } = ledger;
  if (snapshots === null) return;
  checkSnapshotZone(owner, periods.timeZone, ledger);
  if (!WHOLE[snapshots.unit].includes(periods.unit)) {
    refuseOption(owner, 'unit', `to be made of the ledger's snapshots of a ${snapshots.unit}`, periods.unit);
  }
  if (snapshots.unit === 'week') same(owner, 'weekStartsOn', snapshots.weekStartsOn, periods.weekStartsOn);
  const months = snapshots.unit === 'year' ? 12 : snapshots.unit === 'quarter' ? 3 : 1;
  const starts = [snapshots.fiscalYearStartsOn, periods.fiscalYearStartsOn] as const;
  if ((starts[0] - starts[1]) % months !== 0) same(owner, 'fiscalYearStartsOn', ...starts);
}

/** Refuses to look at snapshots on the clocks of another zone: their periods would begin at other instants. */
export function checkSnapshotZone(owner: string, timeZone: string, ledger: RevenueLedger): void {
  if (ledger.snapshots === null || zoneOf(owner, ledger.timeZone).timeZone === zoneOf(owner, timeZone).timeZone) return;
  same(owner, 'timeZone', ledger.timeZone, timeZone);
}

function same(owner: string, option: string, own: string | number, asked: string | number): void {
  if (own !== asked) refuseOption(owner, option, `to be that of the snapshots, ${own}`, asked);
}

const WHOLE: Readonly<Record<PeriodUnit, readonly PeriodUnit[]>> = {
  hour: ['hour', 'day', 'week', 'month', 'quarter', 'year'],
  day: ['day', 'week', 'month', 'quarter', 'year'],
  week: ['week'],
  month: ['month', 'quarter', 'year'],
  quarter: ['quarter', 'year'],
  year: ['year'],
};
