import { join } from 'node:path';
import { dataFolder } from './projectPaths.ts';
import { runScript } from './runScript.ts';
import { openDemo } from './start/openDemo.ts';

/** `npm start`: the app, built and open, provisioned for a sandbox gateway of its own. */
await runScript(() => openDemo(join(dataFolder, 'start'), (line) => console.log(line)));
