import { openNodeLine } from '../../testing/doubles/nodeLine.ts';
import { obey } from './runs.ts';

await obey(openNodeLine);
process.exit();
