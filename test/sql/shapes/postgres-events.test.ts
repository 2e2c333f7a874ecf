import { postgresEngine } from '../postgres-engine.js';
import { describeEvents } from './differential.js';

describeEvents('Postgres', postgresEngine);
