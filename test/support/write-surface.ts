import { writeFileSync } from 'node:fs';
import { ROOT } from './fences.js';
import { readSurface, snapshotOf } from './surface.js';

// Run by `npm run surface`: writes down the public names as they are now.
const snapshot = snapshotOf(readSurface());
writeFileSync(`${ROOT}test/reference/surface.json`, `${JSON.stringify(snapshot, null, 2)}\n`);
for (const [entry, names] of Object.entries(snapshot.entries)) console.log(`${entry}: ${names.length} names`);
