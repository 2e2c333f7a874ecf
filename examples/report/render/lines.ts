import type { Lines } from '../chapter.js';
import { gridLines, periodLabels, place } from './axes.js';
import { at, drawing, escaped } from './markup.js';
import { paint, type TerminalStyle } from './paint.js';
import { oneLine, pad, widest } from './width.js';

const [LEFT, RIGHT, TOP, BOTTOM] = [52, 708, 10, 220];

/** Several numbers over the same periods as lines, broken where there is no number. */
export function linesSvg({ title, labels, series, axis }: Lines): string {
  const step = (RIGHT - LEFT) / Math.max(1, labels.length - 1);
  const x = (i: number): number => LEFT + i * step;
  const y = (value: number): number => BOTTOM - place(value, axis) * (BOTTOM - TOP);
  const drawn = series.flatMap(({ values }, k) =>
    runs(values).map((run) => {
      const points = run.map(({ i, value }) => `${at(x(i))},${at(y(value))}`);
      return `<polyline class="line-${k}" points="${points.join(' ')}"/>`;
    }),
  );
  return drawing(740, 250, title, [...gridLines(axis, [LEFT, RIGHT], y), ...drawn, ...periodLabels(labels, x, 242)]);
}

/** What each line stands for. */
export function linesLegend({ series }: Lines): string {
  return series.map(({ label }, k) => `<span class="key line-${k}"><span>${escaped(label)}</span></span>`).join(' ');
}

const COLUMNS = 40;
const HEIGHTS = '▁▂▃▄▅▆▇█';

/** A row of small columns for each of the numbers, each on a scale of its own that begins at 0. */
export function sparklines({ title, labels, series, axis }: Lines, style: TerminalStyle): readonly string[] {
  const width = widest(series.map(({ label }) => oneLine(label)));
  const rows = series.map(({ label, values }) => {
    const most = Math.max(...values.map((value) => value ?? 0), Number.MIN_VALUE);
    const columns = condensed(values).map((value) =>
      value === null ? ' ' : (HEIGHTS[Math.min(7, Math.round((value / most) * 7))] ?? ' '),
    );
    const known = values.filter((value) => value !== null);
    const told = `highest ${axis.format(most)}, last ${axis.format(known.at(-1) ?? 0)}`;
    return `  ${pad(oneLine(label), width)}  ${paint(columns.join(''), '36', style)}  ${told}`;
  });
  const ends = `${' '.repeat(width + 4)}${pad(labels[0] ?? '', COLUMNS - (labels.at(-1)?.length ?? 0))}${labels.at(-1) ?? ''}`;
  return [`  ${paint(oneLine(title), '2', style)}`, ...rows, paint(ends, '2', style)];
}

/** At most as many values as there is room for: means of neighbours. */
function condensed(values: readonly (number | null)[]): readonly (number | null)[] {
  const size = Math.min(COLUMNS, values.length);
  return Array.from({ length: size }, (_, i) => {
    const part = values.slice(Math.floor((i * values.length) / size), Math.floor(((i + 1) * values.length) / size));
    const known = part.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

/** Values that follow one another without a gap. */
function runs(
  values: readonly (number | null)[],
): readonly (readonly { readonly i: number; readonly value: number }[])[] {
  const found: { i: number; value: number }[][] = [[]];
  for (const [i, value] of values.entries()) {
    if (value === null) found.push([]);
    else found.at(-1)?.push({ i, value });
  }
  return found.filter((run) => run.length > 0);
}
