import * as kizuna from 'kizuna';
import { expect, test } from 'vitest';
import { read } from '../support/fences.js';
import { LEDGERS } from './ledger/ledger-metrics.js';
import { METRICS } from './metrics.js';
import { EVENTS } from './shapes/event-metrics.js';
import { SCORES, VALUES } from './shapes/value-metrics.js';

const METRIC_NAMES = Object.keys(kizuna).filter((name) => name.endsWith('Metric'));

/** The names of metrics in the rows of the table under "Which metrics run where". */
function documented(): readonly string[] {
  const [, section = ''] = read('docs/sql.md').split('## Which metrics run where');
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+Metric)`/g)].map(([, name]) => name ?? ''));
}

test('the metrics that docs/sql.md says run in engines are those that the tests compare there', () => {
  const compared = Object.values({ ...METRICS, ...EVENTS, ...VALUES, ...SCORES, ...LEDGERS }).map(
    ({ name }) => `${name}Metric`,
  );
  const known = [...new Set(compared)].filter((name) => METRIC_NAMES.includes(name));
  expect([...documented()].sort()).toEqual(known.sort());
});
