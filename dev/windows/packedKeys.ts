import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dpapiPath, openDpapi } from '../../main/vault/dpapi.ts';
import { windowsWrapper } from '../../main/vault/windowsKeys.ts';

/**
 * Run twice by the packed program (Node in Electron's place), with the file that was packed beside it: wraps keys for the
 * next process, which unwraps them.
 */
interface Wrapped {
  queuePer: 'user' | 'pc';
  key: string;
  wrapped: string;
}

const [, , handedOver = '', report = ''] = process.argv;
const program = process.execPath;
const opened = openDpapi(dpapiPath(join(dirname(program), 'resources'), ''));
if (!opened.ok) throw new Error(`${opened.failure} ${opened.detail}`);
const { dpapi } = opened;
if (existsSync(handedOver)) {
  const keys = JSON.parse(readFileSync(handedOver, 'utf8')) as Wrapped[];
  const unwrapped = keys.map(({ queuePer, key, wrapped }) => {
    const wrapper = windowsWrapper(dpapi, queuePer);
    const back = wrapper.unwrap(Buffer.from(wrapped, 'base64')).toString('base64');
    return back === key ? wrapper.protection : 'another key';
  });
  writeFileSync(report, JSON.stringify({ program, platform: process.platform, unwrapped }));
} else {
  const keys = (['user', 'pc'] as const).map((queuePer): Wrapped => {
    const key = randomBytes(32);
    const wrapped = windowsWrapper(dpapi, queuePer).wrap(key).toString('base64');
    return { queuePer, key: key.toString('base64'), wrapped };
  });
  writeFileSync(handedOver, JSON.stringify(keys));
}
