import { listLanguages } from './generate/listLanguages.ts';
import { openLiveApp } from './live/liveApp.ts';
import { PREVIEW, serveLivePage } from './live/livePage.ts';
import { PlainFailure } from './plainFailure.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';

const usage = 'usage: npm run dev [-- --port=N]    or: npm run dev -- app [SWITCHES…]';

/**
 * `npm run dev`: the page in a browser, on a till in memory, with hot reload. `npm run dev -- app`: the app itself,
 * rebuilt and reloaded as its sources change, open to debuggers.
 */
await runScript(async () => {
  // React then names its components and says what it finds wrong.
  process.env.NODE_ENV = 'development';
  const [what = '--port=5173', ...switches] = process.argv.slice(2);
  await listLanguages(projectRoot);
  if (what === 'app') return openLiveApp(switches, say);
  const port = /^--port=(\d+)$/.exec(what)?.[1];
  if (port === undefined || switches.length > 0) throw new PlainFailure(usage);
  const { address } = await serveLivePage(Number(port));
  say(`The page on a till in memory: ${address}${PREVIEW}`);
  say('It follows your changes. In its console `memoryTill` has the switches. Ctrl+C ends it.');
  return new Promise<number>(() => undefined);
});

function say(line: string): void {
  console.log(line);
}
