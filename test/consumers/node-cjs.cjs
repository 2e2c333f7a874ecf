const assert = require('node:assert/strict');
const { KizunaError, nps } = require('kizuna');
const { parseResponses } = require('kizuna/schema');
const { proportionInterval } = require('kizuna/stats');
const survey = require('kizuna/survey');

assert.equal(nps([10, 9, 8, 3]).value, 25);
assert.equal(survey.nps, nps, 'one function, whichever entry point it comes from');
assert.equal(proportionInterval(5, 10).method, 'wilson');
assert.equal(typeof parseResponses, 'function');
assert.throws(() => nps([11]), KizunaError);
assert.throws(() => proportionInterval(2, 1), KizunaError, 'one error class, whichever entry point throws it');

console.log(nps([10, 9, 8, 3]).value);
