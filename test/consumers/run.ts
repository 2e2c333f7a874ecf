import { nps } from 'kizuna';
import { proportionInterval } from 'kizuna/stats';
import { rejected, scores } from './schema.ts';
import { answer } from './typed.ts';

if (answer.value !== 0) throw new Error(`expected 0; got ${answer.value}`);
if (proportionInterval(5, 10).low < 0.2) throw new Error('expected a Wilson interval');
if (scores.length !== 1 || rejected.length === 0) throw new Error(`expected one row; got ${scores.length}`);

console.log(nps([10, 9, 8, 3]).value);
