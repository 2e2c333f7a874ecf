import { describeEvents } from '../sql/shapes/differential.js';
import { clickhouseEngine } from './engine.js';

describeEvents('ClickHouse', clickhouseEngine);
