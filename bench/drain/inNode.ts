import { obey } from './runs.ts';

await obey();
process.exit();
