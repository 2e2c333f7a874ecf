import { describeValues } from '../sql/shapes/values.js';
import { clickhouseEngine } from './engine.js';

describeValues('ClickHouse', clickhouseEngine);
