import { readFileSync, writeFileSync } from 'node:fs';
import { app } from 'electron';
import { speakPlainHttp } from '../../main/gateway/sessionLine.ts';
import { electronGet } from '../../main/update/electronGet.ts';
import { type EngineWorld, openEngine } from '../../main/update/openEngine.ts';

/** What is to be fetched, one after the other. */
export interface FetchOrder {
  /** Of the servers. */
  urls: string[];
  /** Where the answer to each is written (`Checked | null`). */
  answers: string;
  world: Pick<
    EngineWorld,
    'version' | 'way' | 'configPath' | 'dataFolder' | 'cacheFolder' | 'patience'
  >;
}

/** Fetches from servers over Electron's own network stack. */
async function obey({ urls, answers, world }: FetchOrder): Promise<void> {
  const log = { info: console.log, warn: console.log, error: console.error };
  const get = electronGet(() => null);
  const fetched: unknown[] = [];
  for (const url of urls) {
    const engine = openEngine({ url }, { ...world, get, share: () => 0.5, log });
    const checked = await engine.fetch(new AbortController().signal);
    fetched.push({ checked, fit: await engine.verify() });
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
