import { measureIn } from 'kizuna/clickhouse';
import { describeEngine } from '../sql/differential.js';
import { describeRunner } from '../sql/runner.js';
import { describeSources } from '../sql/sources.js';
import { clickhouseEngine } from './engine.js';

describeEngine('ClickHouse', clickhouseEngine);
describeSources('ClickHouse', clickhouseEngine);
describeRunner('ClickHouse', clickhouseEngine, measureIn as never);
