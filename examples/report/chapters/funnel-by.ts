import { chiSquare, funnelBy, suppressSmall } from 'kizuna';
import type { Behaviour } from '../behaviour.js';
import type { Block, Sentence } from '../chapter.js';
import { axisOf, count, decimal, intervalText, percent, rangeOf } from '../format.js';
import { propertyName } from '../read-events.js';
import { hiddenNote } from './hidden-note.js';

/** The whole way from the first step to the last, by what each property was at the first step. */
export function breakdowns(behaviour: Behaviour): readonly Block[] {
  return behaviour.properties.flatMap((heading, place) => breakdown(behaviour, heading, propertyName(place)));
}

function breakdown({ log, steps, within, minimum }: Behaviour, heading: string, property: string): readonly Block[] {
  const groups = funnelBy(log, { steps, within: { days: within }, breakdown: { property } }).map(
    ({ [property]: key, conversion }) => ({ key, ...conversion }),
  );
  const rows = suppressSmall(groups, { minimum, by: 'key' });
  const ranges = rows.map(({ value, n, interval }) => rangeOf({ value, n: n ?? 0, interval }));
  const axis = axisOf(ranges, 0.1, [0, 1], (value) => percent(value, 0));
  return [
    {
      kind: 'table',
      title: `From the first step to the last by ${heading}`,
      columns: [
        { title: heading, kind: 'text' },
        { title: 'got there', kind: 'number' },
        { title: '95 % interval', kind: 'number' },
        { title: 'of', kind: 'number' },
        { title: '', kind: 'range', axis },
      ],
      rows: rows.map(({ key, value, interval, n }, i) => [
        key === null ? '(empty)' : String(key),
        value === null ? null : percent(value),
        intervalText(interval),
        n === null ? null : count(n),
        ranges[i] ?? null,
      ]),
    },
    ...differenceOf(groups, heading),
    ...hiddenNote(rows, minimum, 'groups', 'customers'),
  ];
}

/** Whether the groups differ by more than chance. */
function differenceOf(
  groups: readonly { readonly numerator: number; readonly denominator: number }[],
  heading: string,
): readonly Sentence[] {
  const table = groups.map(({ numerator, denominator }) => [numerator, denominator - numerator]);
  const isSplit = [0, 1].every((place) => table.some((row) => (row[place] ?? 0) > 0));
  if (groups.length < 2 || !isSplit) return [];
  const { pValue, statistic, degreesOfFreedom, smallestExpected } = chiSquare(table);
  if (pValue === null || statistic === null || (smallestExpected ?? 0) < 5) return [];
  const verdict = pValue < 0.05 ? 'more than chance makes' : 'no more than chance can make';
  const test = `χ² ${decimal(statistic)} with ${degreesOfFreedom} degrees of freedom, p ${pText(pValue)}`;
  return [{ kind: 'text', text: `By ${heading} the shares differ by ${verdict} (${test}).` }];
}

function pText(pValue: number): string {
  return pValue < 0.001 ? '< 0.001' : `= ${decimal(pValue, 3)}`;
}
