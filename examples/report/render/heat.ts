import type { HeatCell, HeatTable } from '../chapter.js';
import { count, decimal } from '../format.js';
import { at, escaped } from './markup.js';
import { paint, type TerminalStyle } from './paint.js';
import { oneLine, pad, widest } from './width.js';

/** Shares as a table of numbers in percent; a star stands by those of periods that have not ended. */
export function heatLines({ title, corner, columns, rows }: HeatTable, style: TerminalStyle): readonly string[] {
  const labels = widest([corner[0], ...rows.map(({ label }) => oneLine(label))]);
  const sizes = widest([corner[1], ...rows.map(({ size }) => sizeText(size))]);
  const line = (label: string, size: string, cells: readonly string[]): string =>
    `${pad(oneLine(label), labels)}  ${pad(size, sizes, 'right')} ${cells.map((cell) => cell.padStart(4)).join('')}`;
  // The star hangs over to the right, so that digits stand below digits.
  const heading = line(
    corner[0],
    corner[1],
    columns.map((name) => `${name} `),
  );
  return [
    `  ${paint(oneLine(title), '2', style)}`,
    `  ${paint(heading.trimEnd(), '2', style)}`,
    ...rows.map(({ label, size, cells, isTotal }) => {
      const text = line(label, sizeText(size), cells.map(cellText)).trimEnd();
      return `  ${isTotal ? paint(text, '1', style) : text}`;
    }),
  ];
}

/** The same with its cells shaded. */
export function heatHtml({ title, corner, columns, rows, darkest }: HeatTable): string {
  const heads = [...corner, ...columns].map(
    (name, i) => `<th scope="col" class="${i === 0 ? 'text' : 'number'}">${escaped(name)}</th>`,
  );
  const lines = rows.map(({ label, size, cells, isTotal }) => {
    const first = `<th scope="row" class="text">${escaped(label)}</th><td class="number">${sizeText(size)}</td>`;
    return `<tr${isTotal ? ' class="total"' : ''}>${first}${cells.map((cell) => cellHtml(cell, darkest)).join('')}</tr>`;
  });
  return `<div class="scroll"><table class="heat">
<caption>${escaped(title)}</caption>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table></div>`;
}

function cellHtml(cell: HeatCell | null, darkest: number): string {
  if (cell === null) return '<td></td>';
  const star = cell.isComplete ? '' : '<span class="star">*</span>';
  const kind = cell.isComplete ? 'cell' : 'cell open';
  return `<td class="${kind}" style="--share:${at(Math.min(1, cell.share / darkest))}">${decimal(100 * cell.share, 0)}${star}</td>`;
}

function cellText(cell: HeatCell | null): string {
  return cell === null ? ' ' : `${decimal(100 * cell.share, 0)}${cell.isComplete ? ' ' : '*'}`;
}

function sizeText(size: number | null): string {
  return size === null ? '·' : count(size);
}
