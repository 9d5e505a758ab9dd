import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dpapiPath, openDpapi } from '../../main/vault/dpapi.ts';
import { windowsWrapper } from '../../main/vault/windowsKeys.ts';

/** Run by the packed program (Node in Electron's place): wraps and unwraps a key with the file that was packed beside it. */
const [, , report = ''] = process.argv;
const program = process.execPath;
const opened = openDpapi(dpapiPath(join(dirname(program), 'resources'), ''));
const wrapped = opened.ok
  ? (['user', 'pc'] as const).map((queuePer) => {
      const key = randomBytes(32);
      const wrapper = windowsWrapper(opened.dpapi, queuePer);
      return wrapper.unwrap(wrapper.wrap(key)).equals(key) ? wrapper.protection : 'another key';
    })
  : [`${opened.failure} ${opened.detail}`];
writeFileSync(report, JSON.stringify({ program, platform: process.platform, wrapped }));
