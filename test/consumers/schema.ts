import { parseResponses } from 'kizuna/schema';

export const parse = parseResponses;
