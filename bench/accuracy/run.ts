import { distributionRows } from './distributions.js';
import { nistRows } from './nist.js';
import type { AccuracyRow } from './row.js';
import { specialFunctionRows } from './special-functions.js';

// Add a function that returns rows, and the table and the exit code follow it.
const producers: readonly (() => readonly AccuracyRow[])[] = [specialFunctionRows, distributionRows, univariateRows];

const HEAD = ['function', 'cases', 'largest error', 'bound', 'unit', 'simple-statistics', 'where'];

const rows = producers.flatMap((produce) => produce());
const broken = rows.filter(({ worst, bound }) => worst > bound);
print([HEAD, ...rows.map(cells)]);
if (broken.length > 0) {
  console.error(`\n${broken.length} of ${rows.length} bounds are broken: ${broken.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}

/** NIST's data sets in the form of the other rows. */
function univariateRows(): readonly AccuracyRow[] {
  return nistRows().flatMap(({ set, n, meanUlps, standardDeviationUlps }) => [
    { name: 'mean', cases: n, unit: 'ulp', worst: meanUlps, where: set, bound: 1, peer: null },
    {
      name: 'standardDeviation',
      cases: n,
      unit: 'ulp',
      worst: standardDeviationUlps,
      where: set,
      bound: 4,
      peer: null,
    },
  ]);
}

function cells(row: AccuracyRow): readonly string[] {
  const mark = row.worst > row.bound ? ' BROKEN' : '';
  const show = (error: number): string => (row.unit === 'ulp' ? String(error) : error.toExponential(1));
  const peer = row.peer === null ? '' : show(row.peer);
  return [row.name, String(row.cases), show(row.worst) + mark, show(row.bound), row.unit, peer, row.where];
}

function print(table: readonly (readonly string[])[]): void {
  const widths = HEAD.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
