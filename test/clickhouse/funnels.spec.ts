import { describeFunnels } from '../sql/shapes/funnels.js';
import { clickhouseEngine } from './engine.js';

describeFunnels('ClickHouse', clickhouseEngine);
