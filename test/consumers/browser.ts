import { nps } from 'kizuna';
import { proportionInterval } from 'kizuna/stats';

export const value = nps([10, 9, 8, 3]).value;
export const low = proportionInterval(5, 10).low;
export { scores } from './schema.ts';
