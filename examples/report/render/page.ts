import type { Block, Cell, Chapter, Column, Part, Table } from '../chapter.js';
import { count, decimal, percent } from '../format.js';
import { curvesLegend, curvesSvg } from './curves.js';
import { heatHtml } from './heat.js';
import { linesLegend, linesSvg } from './lines.js';
import { mapSvg } from './map-svg.js';
import { escaped } from './markup.js';
import { stacksLegend, stacksSvg } from './stacks.js';
import { STYLE } from './style.js';
import { bandsSvg, columnsSvg, rangeSvg, trendSvg } from './svg.js';
import { waterfallSvg } from './waterfall.js';

/** What stands above the chapters. */
export interface Cover {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The report as one page that asks for nothing else: no script, no font, no request. */
export function page({ title, lines }: Cover, chapters: readonly Chapter[]): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
${lines.map((line) => `<p>${escaped(line)}</p>`).join('\n')}
</header>
<main>
${chapters.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section({ title, blocks }: Chapter): string {
  return `<section>\n<h2>${escaped(title)}</h2>\n${blocks.map(blockHtml).join('\n')}\n</section>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'headline':
    case 'text':
    case 'note':
      return `<p class="${block.kind}">${escaped(block.text)}</p>`;
    case 'bands':
      return `<figure>${bandsSvg(block)}<figcaption>${legend(block.parts)}</figcaption></figure>`;
    case 'columns':
      return `<figure><figcaption>${escaped(block.title)}</figcaption>${columnsSvg(block)}</figure>`;
    case 'trend':
      return `<figure><figcaption>${escaped(block.title)}</figcaption>${trendSvg(block)}</figure>`;
    case 'map':
      return `<figure><figcaption>${escaped(block.title)}</figcaption>${mapSvg(block)}</figure>`;
    case 'stacks':
      return `<figure><figcaption>${escaped(block.title)}<br/>${stacksLegend(block)}</figcaption>${stacksSvg(block)}</figure>`;
    case 'lines':
      return `<figure><figcaption>${escaped(block.title)}<br/>${linesLegend(block)}</figcaption>${linesSvg(block)}</figure>`;
    case 'waterfall':
      return `<figure><figcaption>${escaped(block.title)}</figcaption>${waterfallSvg(block)}</figure>`;
    case 'curves':
      return `<figure><figcaption>${escaped(block.title)}<br/>${curvesLegend(block)}</figcaption>${curvesSvg(block)}</figure>`;
    case 'heat':
      return heatHtml(block);
    case 'table':
      return tableHtml(block);
  }
}

function legend(parts: readonly Part[]): string {
  return parts
    .map(({ label, count: n, share, tone }) => {
      const text = `${escaped(label)} ${percent(share)} (${count(n)})`;
      return `<span class="key ${tone}"><span>${text}</span></span>`;
    })
    .join(' ');
}

function tableHtml({ title, columns, rows }: Table): string {
  const heads = columns.map((column) => `<th scope="col" class="${column.kind}">${headHtml(column)}</th>`);
  const lines = rows.map((row) => {
    const cells = columns.map((column, i) => cellHtml(row[i] ?? null, column, i === 0));
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll"><table>
<caption>${escaped(title)}</caption>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table></div>`;
}

function headHtml(column: Column): string {
  if (column.kind !== 'range') return escaped(column.title);
  const { low, high, format } = column.axis;
  return `<span class="ends"><span>${escaped(format(low))}</span><span>${escaped(format(high))}</span></span>`;
}

function cellHtml(cell: Cell, column: Column, isFirst: boolean): string {
  const [open, close] = isFirst ? ['<th scope="row"', '</th>'] : ['<td', '</td>'];
  return `${open} class="${column.kind}">${cellText(cell, column)}${close}`;
}

function cellText(cell: Cell, column: Column): string {
  if (cell === null) return column.kind === 'range' ? '' : '<span class="absent">·</span>';
  if (typeof cell === 'string') return escaped(cell);
  return column.kind === 'range' ? rangeSvg(cell, column.axis) : decimal(cell.value);
}
