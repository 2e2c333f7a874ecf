import { postgresEngine } from '../postgres-engine.js';
import { describeFunnels } from './funnels.js';

describeFunnels('Postgres', postgresEngine);
