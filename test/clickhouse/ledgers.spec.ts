import { describeLedgers } from '../sql/ledger/differential.js';
import { clickhouseEngine } from './engine.js';

describeLedgers('ClickHouse', clickhouseEngine);
