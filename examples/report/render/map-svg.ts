import type { PointMap } from '../chapter.js';
import { at, drawing, escaped } from './markup.js';
import { widthOf } from './width.js';

const [LEFT, RIGHT, TOP, BOTTOM] = [30, 710, 10, 320];
const LETTER = 7;
const LINE = 15;

/** Points in a plane with their names, cut in four at 50. */
export function mapSvg({ title, x, y, points, quadrants }: PointMap): string {
  const reach = Math.max(10, ...points.flatMap((point) => [Math.abs(point.x - 50), Math.abs(point.y - 50)])) * 1.1;
  const across = (value: number): number => (LEFT + RIGHT) / 2 + ((value - 50) / reach) * ((RIGHT - LEFT) / 2);
  const down = (value: number): number => (TOP + BOTTOM) / 2 - ((value - 50) / reach) * ((BOTTOM - TOP) / 2);
  const placed = points.map((point) => ({ label: point.label, x: across(point.x), y: down(point.y) }));
  const dots = placed.map((point) => `<circle cx="${at(point.x)}" cy="${at(point.y)}" r="4.5"/>`);
  const names = labels(placed).map(
    ({ label, x, y, isLeft }) =>
      `<text${isLeft ? ' class="end"' : ''} x="${at(x)}" y="${at(y)}">${escaped(label)}</text>`,
  );
  return drawing(740, 345, `${title}; the table has the values`, [
    `<rect class="frame" x="${LEFT}" y="${TOP}" width="${RIGHT - LEFT}" height="${BOTTOM - TOP}"/>`,
    `<line class="zero" x1="${at(across(50))}" x2="${at(across(50))}" y1="${TOP}" y2="${BOTTOM}"/>`,
    `<line class="zero" x1="${LEFT}" x2="${RIGHT}" y1="${at(down(50))}" y2="${at(down(50))}"/>`,
    `<text class="end" x="${RIGHT}" y="${BOTTOM + 20}">${escaped(x)}</text>`,
    `<text transform="translate(20 ${BOTTOM}) rotate(-90)">${escaped(y)}</text>`,
    ...corners(quadrants ?? []),
    ...dots,
    ...names,
  ]);
}

/** The names of the four parts, each in its corner. */
function corners(names: readonly string[]): readonly string[] {
  return names.map((name, i) => {
    const [x, kind] = i % 2 === 0 ? [LEFT + 8, ''] : [RIGHT - 8, ' class="end"'];
    return `<text${kind} x="${x}" y="${i < 2 ? TOP + 16 : BOTTOM - 8}">${escaped(name)}</text>`;
  });
}

interface Label {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly isLeft: boolean;
}

/** Names beside their points, on the side with room; one that would cover another goes a line down. */
function labels(
  points: readonly { readonly label: string; readonly x: number; readonly y: number }[],
): readonly Label[] {
  const taken: { readonly from: number; readonly to: number; readonly y: number }[] = [];
  return [...points]
    .sort((a, b) => a.y - b.y)
    .map((point) => {
      const label = point.label.length > 24 ? `${point.label.slice(0, 23)}…` : point.label;
      const width = widthOf(label) * LETTER;
      const isLeft = point.x + 9 + width > RIGHT;
      const x = isLeft ? point.x - 9 : point.x + 9;
      const [from, to] = isLeft ? [x - width, x] : [x, x + width];
      let y = point.y + 4;
      while (taken.some((other) => other.from < to && from < other.to && Math.abs(other.y - y) < LINE)) y += LINE;
      taken.push({ from, to, y });
      return { label, x, y, isLeft };
    });
}
