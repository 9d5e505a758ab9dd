import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { projectRoot } from '../dev/projectPaths.ts';

/** The commands of a section of the relay's README, block by block, as they stand there. */
function blocksOf(section: string): string[] {
  const text = readFileSync(join(projectRoot, 'relay', 'README.md'), 'utf8');
  const [, after = ''] = text.split(`\n## ${section}\n`);
  const [part = ''] = after.split('\n## ');
  return [...part.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
}

/** The project as somebody has it who has just got it: its own files, and a `.data/` of nobody. */
async function checkout(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-readme-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const name of readdirSync(projectRoot))
    if (name !== '.data' && name !== '.git')
      symlinkSync(join(projectRoot, name), join(folder, name));
  return folder;
}

interface Terminal {
  said: () => string;
  ended: Promise<number | null>;
}

/** A terminal that stands in `folder`, in which somebody has pasted a block; closed with the test. */
function terminal(folder: string, block: string): Terminal {
  const { INIT_CWD: _, ...environment } = process.env;
  const own = Object.entries(environment).filter(([name]) => !/^(?:npm_|RELAY_)/.test(name));
  const shell = spawn('bash', ['-e', '-c', block], {
    cwd: folder,
    env: Object.fromEntries(own),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  const ended = new Promise<number | null>((resolve) => shell.once('close', resolve));
  onTestFinished(async () => {
    // As a terminal that is closed: all that was started in it.
    try {
      process.kill(-(shell.pid ?? 0), 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
    await ended;
  });
  return { said: () => text, ended };
}

async function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** curl that knows `--json`. */
const hasCurl = spawnSync('curl', ['--json', '{}', '--version']).status === 0;

test.skipIf(process.platform !== 'linux' || !hasCurl)(
  'the five minutes of the relay’s README, as they stand there: two tills register through a relay, and one that is revoked does not (needs Linux and curl 7.82)',
  async () => {
    for (const port of [4950, 4951, 24901, 24902])
      expect(await isTaken(port), `something of this machine listens at ${port}`).toBe(false);
    const [servers = '', tills = '', windows = '', members = '', ledger = '', revoke = ''] =
      blocksOf('In five minutes');
    const folder = await checkout();
    const run = async (block: string) => {
      const { said, ended } = terminal(folder, block);
      expect(await ended, said()).toBe(0);
      return said();
    };
    const wait = { timeout: 60_000, interval: 250 };

    const first = terminal(folder, servers);
    await expect.poll(first.said, wait).toContain('sandbox gateway listening on');
    await expect.poll(first.said, wait).toContain('relay listening on');

    const listed = await run(tills);
    for (const name of ['Till 1', 'Till 2'])
      expect(listed).toMatch(new RegExp(`244323 +239923231 +${name} +valid`));

    const shops = terminal(folder, windows);
    const tokens = () =>
      Promise.all(
        [1, 2].map((till) =>
          readFile(join(folder, '.data', `till-${till}`, 'api.token'), 'utf8').catch(() => ''),
        ),
      );
    await expect.poll(tokens, wait).not.toContain('');

    expect((await run(members)).match(/"slip"/g), shops.said()).toHaveLength(2);
    const taken = async () => {
      const { effects } = JSON.parse(await run(ledger));
      return effects
        .map((effect: { fields: { mobile: string } }) => effect.fields.mobile)
        .toSorted();
    };
    await expect.poll(taken, wait).toEqual(['13800138001', '13800138002']);

    expect(await run(revoke)).toContain('is revoked since');
    await run(members.replaceAll('1380013800', '1380013801'));
    await expect.poll(taken, wait).toHaveLength(3);
    await expect.poll(first.said, wait).toContain('isv.appkey-revoked');

    // What was given for secret is nowhere but in the files that are for it.
    const keyOf = async (till: number) =>
      JSON.parse(await readFile(join(folder, '.data', `till-${till}.json`), 'utf8')).gateway
        .appSecret;
    for (const secret of [await keyOf(1), await keyOf(2)])
      expect(first.said() + shops.said()).not.toContain(secret);
  },
  300_000,
);
