import { openNodeLine } from '../../main/testing/nodeLine.ts';
import { obey } from './runs.ts';

await obey(openNodeLine);
process.exit();
