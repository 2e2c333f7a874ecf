// Published results of models of value, found again. Run: npm run bench:published -- --data <folder of cdnow_sample.csv, cdnow_master.csv, donations_bgbb.csv>
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cdnowFull, cdnowSample, contracts, donations, type Figure } from './figures.js';

const folder = process.argv[process.argv.indexOf('--data') + 1] ?? '';
const parts: readonly (readonly [file: string | null, produce: (folder: string) => readonly Figure[]])[] = [
  ['cdnow_sample.csv', cdnowSample],
  ['cdnow_master.csv', cdnowFull],
  ['donations_bgbb.csv', donations],
  [null, contracts],
];

let missed = 0;
for (const [file, produce] of parts) {
  if (file !== null && !(process.argv.includes('--data') && existsSync(join(folder, file)))) {
    console.log(`${file}: not there; name its folder with --data`);
    continue;
  }
  for (const { what, source, published, found, tolerance } of produce(folder)) {
    const isMet = Math.abs(found - published) <= tolerance;
    if (!isMet) missed += 1;
    const cells = [what.padEnd(32), String(published).padStart(14), found.toFixed(6).padStart(16)];
    console.log(`${isMet ? 'pass' : 'FAIL'}  ${cells.join('  ')}  ${source}`);
  }
}
if (missed > 0) {
  console.error(`\n${missed} figures are not those published`);
  process.exitCode = 1;
}
