import * as kizuna from 'kizuna';
import { expect, test } from 'vitest';
import { read } from '../support/fences.js';
import { LEDGERS } from './ledger/ledger-metrics.js';
import { METRICS } from './metrics.js';
import { EVENTS } from './shapes/event-metrics.js';
import { SCORES, VALUES } from './shapes/value-metrics.js';
import { STRICT } from './strict-metrics.js';

const METRIC_NAMES = Object.keys(kizuna).filter((name) => name.endsWith('Metric'));

const [, SECTION = ''] = read('docs/sql.md').split('## Which metrics run where');
const LINES = (SECTION.split('\n## ')[0] ?? '').split('\n');

/** The names of metrics in the rows of the table under "Which metrics run where". */
function documented(): readonly string[] {
  const rows = LINES.filter((line) => line.startsWith('| '));
  return rows.flatMap((row) => namesIn(row.split('|')[1] ?? ''));
}

/** Those that the list below the table says no engine counts, and why. */
function refused(): readonly string[] {
  return LINES.filter((line) => /^- `\w+Metric`.*: \S+/.test(line)).flatMap((line) =>
    namesIn(line.split(':')[0] ?? ''),
  );
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/`(\w+Metric)`/g)].map(([, name]) => name ?? '');
}

test('the metrics that docs/sql.md says run in engines are those that the tests compare there', () => {
  const compared = Object.values({ ...METRICS, ...EVENTS, ...VALUES, ...SCORES, ...LEDGERS }).map(
    ({ name }) => `${name}Metric`,
  );
  const known = [...new Set(compared)].filter((name) => METRIC_NAMES.includes(name));
  expect([...new Set(documented())].sort()).toEqual(known.sort());
});

test('every exported metric runs in engines, or docs/sql.md says why it does not', () => {
  expect([...new Set([...documented(), ...refused()])].sort()).toEqual([...METRIC_NAMES].sort());
});

test('every metric of rows that runs in engines is given rows there that it refuses', () => {
  const names = (metrics: Readonly<Record<string, { readonly name: string }>>) =>
    [...new Set(Object.values(metrics).map(({ name }) => `${name}Metric`))].filter((name) =>
      METRIC_NAMES.includes(name),
    );
  expect(names(STRICT).sort()).toEqual(names(METRICS).sort());
});
