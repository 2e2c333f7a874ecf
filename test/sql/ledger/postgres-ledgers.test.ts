import { postgresEngine } from '../postgres-engine.js';
import { describeLedgers } from './differential.js';

describeLedgers('Postgres', postgresEngine);
