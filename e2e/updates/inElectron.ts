import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { app } from 'electron';
import { endNetworkProcess, networkGeneration } from '../../main/gateway/networkProcess.ts';
import { ProxyLogins } from '../../main/gateway/proxyLogins.ts';
import { speakPlainHttp } from '../../main/gateway/sessionLine.ts';
import { electronGet } from '../../main/update/electronGet.ts';
import { type EngineWorld, openEngine } from '../../main/update/openEngine.ts';

/** What is to be fetched, one after the other. */
export interface FetchOrder {
  /** Of the servers. */
  urls: string[];
  /** Whether Chromium's network process is ended after the first, or has to end by itself. */
  networkEnds: 'no' | 'by-hand' | 'by-itself';
  /** Where the answer to each is written (`Checked | null`). */
  answers: string;
  world: Pick<
    EngineWorld,
    'version' | 'way' | 'configPath' | 'dataFolder' | 'cacheFolder' | 'patience'
  >;
}

/** Fetches from servers over Electron's own network stack. */
async function obey({ urls, networkEnds, answers, world }: FetchOrder): Promise<void> {
  const log = { info: console.log, warn: console.log, error: console.error };
  const get = electronGet(() => null, new ProxyLogins());
  const fetched: unknown[] = [];
  for (const url of urls) {
    const engine = openEngine({ url }, { ...world, get, share: () => 0.5, log });
    const checked = await engine.fetch(new AbortController().signal);
    fetched.push({ checked, fit: await engine.verify() });
    if (networkEnds !== 'no' && fetched.length === 1) {
      if (networkEnds === 'by-hand') endNetworkProcess();
      if (networkGeneration() === 0) await once(app, 'child-process-gone');
    }
  }
  writeFileSync(answers, JSON.stringify(fetched));
}

const order = process.argv.find((one) => one.startsWith('--order='))?.slice('--order='.length);
speakPlainHttp(app.commandLine);
void app
  .whenReady()
  .then(() => obey(JSON.parse(readFileSync(order ?? '', 'utf8')) as FetchOrder))
  .then(
    () => app.exit(0),
    (error: unknown) => {
      console.error(error);
      app.exit(1);
    },
  );
