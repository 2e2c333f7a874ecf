import { measureIn } from 'kizuna/clickhouse';
import { describeEngine } from '../sql/differential.js';
import { describeRunner } from '../sql/runner.js';
import { clickhouseEngine } from './engine.js';

describeEngine('ClickHouse', clickhouseEngine);
describeRunner('ClickHouse', clickhouseEngine, measureIn as never);
