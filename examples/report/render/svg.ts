import type { Axis, Bands, Columns, Range, Trend } from '../chapter.js';
import { percent } from '../format.js';
import { gridLines, periodLabels, place } from './axes.js';
import { at, drawing, escaped } from './markup.js';

/** Parts of a whole as one bar. */
export function bandsSvg({ title, parts }: Bands): string {
  let start = 0;
  const bars = parts.map(({ label, share, tone }) => {
    const [x, width] = [start * 720, share * 720];
    start += share;
    const bar = `<rect class="${tone}" x="${at(x)}" y="0" width="${at(width)}" height="36"/>`;
    return width < 60 ? bar : `${bar}<text class="on-${tone}" x="${at(x + 10)}" y="23">${escaped(label)}</text>`;
  });
  return drawing(
    720,
    36,
    `${title}: ${parts.map(({ label, share }) => `${label} ${percent(share)}`).join(', ')}`,
    bars,
  );
}

/** Parts of a whole as columns of their own. */
export function columnsSvg({ title, parts }: Columns): string {
  const most = Math.max(...parts.map(({ share }) => share), Number.MIN_VALUE);
  const step = 720 / parts.length;
  const bars = parts.map(({ label, share, tone }, i) => {
    const height = (share / most) * 130;
    const middle = at((i + 0.5) * step);
    return (
      `<rect class="${tone}" x="${at(i * step + step * 0.12)}" y="${at(152 - height)}" width="${at(step * 0.76)}" height="${at(height)}"/>` +
      `<text class="middle" x="${middle}" y="${at(146 - height)}">${percent(share)}</text>` +
      `<text class="middle" x="${middle}" y="170">${escaped(label)}</text>`
    );
  });
  return drawing(
    720,
    178,
    `${title}: ${parts.map(({ label, share }) => `${label} ${percent(share)}`).join(', ')}`,
    bars,
  );
}

/** A value with its interval, on the axis of its column. */
export function rangeSvg({ value, low, high }: Range, axis: Axis): string {
  const x = (number: number): string => at(4 + place(number, axis) * 192);
  const zero = axis.low < 0 && axis.high > 0 ? `<line class="zero" x1="${x(0)}" x2="${x(0)}" y1="0" y2="18"/>` : '';
  return drawing(
    200,
    18,
    `${axis.format(value)}, ${axis.format(low)} to ${axis.format(high)}`,
    [
      zero,
      `<line class="whisker" x1="${x(low)}" x2="${x(high)}" y1="9" y2="9"/><circle cx="${x(value)}" cy="9" r="4"/>`,
    ],
    'range',
  );
}

/** A number period by period, with the band of its interval; broken where a period has none. */
export function trendSvg({ title, points, axis }: Trend): string {
  const [left, right, top, bottom] = [52, 708, 10, 200];
  const step = (right - left) / Math.max(1, points.length - 1);
  const x = (i: number): number => (points.length === 1 ? (left + right) / 2 : left + i * step);
  const y = (value: number): number => bottom - place(value, axis) * (bottom - top);
  const lines = gridLines(axis, [left, right], y);
  const drawn = runs(points).map((run) => {
    const lower = [...run].reverse().map(({ i, range }) => `${at(x(i))},${at(y(range.low))}`);
    const upper = run.map(({ i, range }) => `${at(x(i))},${at(y(range.high))}`);
    const line = run.map(({ i, range }) => `${at(x(i))},${at(y(range.value))}`);
    const dots = run.map(({ i, range }) => `<circle cx="${at(x(i))}" cy="${at(y(range.value))}" r="4"/>`);
    // A period by itself has no area: its interval is a line.
    const [only] = run;
    const band =
      run.length > 1 || only === undefined
        ? `<polygon class="band" points="${[...upper, ...lower].join(' ')}"/><polyline points="${line.join(' ')}"/>`
        : `<line class="whisker" x1="${at(x(only.i))}" x2="${at(x(only.i))}" y1="${at(y(only.range.low))}" y2="${at(y(only.range.high))}"/>`;
    return band + dots.join('');
  });
  const labels = periodLabels(
    points.map(({ label }) => label),
    x,
    222,
  );
  return drawing(740, 230, `${title}; the table has the values`, [...lines, ...drawn, ...labels]);
}

interface DrawnPoint {
  readonly i: number;
  readonly range: Range;
}

/** Points that follow one another without a gap. */
function runs(points: Trend['points']): readonly (readonly DrawnPoint[])[] {
  const found: DrawnPoint[][] = [[]];
  for (const [i, { range }] of points.entries()) {
    if (range === null) found.push([]);
    else found.at(-1)?.push({ i, range });
  }
  return found.filter((run) => run.length > 0);
}
