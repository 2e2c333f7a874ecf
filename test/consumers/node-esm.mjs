import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { KizunaError, nps } from 'kizuna';
import { parseResponses } from 'kizuna/schema';
import { proportionInterval } from 'kizuna/stats';
import { nps as fromSurvey } from 'kizuna/survey';

assert.equal(nps([10, 9, 8, 3]).value, 25);
assert.equal(fromSurvey, nps, 'one function, whichever entry point it comes from');
assert.equal(proportionInterval(5, 10).method, 'wilson');
assert.equal(typeof parseResponses, 'function');
assert.throws(() => nps([11]), KizunaError);
assert.throws(() => proportionInterval(2, 1), KizunaError, 'one error class, whichever entry point throws it');
assert.equal(createRequire(import.meta.url)('kizuna/package.json').name, 'kizuna');

console.log(nps([10, 9, 8, 3]).value);
