import { nps } from 'kizuna';
import { parseResponses } from 'kizuna/schema';
import { proportionInterval } from 'kizuna/stats';
import { answer } from './typed.ts';

if (answer.value !== 0) throw new Error(`expected 0; got ${answer.value}`);
if (proportionInterval(5, 10).low < 0.2) throw new Error('expected a Wilson interval');
if (typeof parseResponses !== 'function') throw new Error('expected a function');

console.log(nps([10, 9, 8, 3]).value);
