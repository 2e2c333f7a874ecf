import { postgresEngine } from '../postgres-engine.js';
import { describeValues } from './values.js';

describeValues('Postgres', postgresEngine);
