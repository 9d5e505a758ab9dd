import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { postOnce, save, signedParams, testApp, testFields } from './testing/testCalls.ts';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const cli = join(import.meta.dirname, 'cli.ts');
const app = ['--app-key', testApp.appKey, '--app-secret', testApp.appSecret];

function faultsFile(text: string): string {
  const file = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(file, text);
  return file;
}

function start(args: string[]): ChildProcess {
  return spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const line = /^sandbox gateway listening on (http:\/\/127\.0\.0\.1:\d+\/router\/rest)\n$/;
      const url = line.exec(text)?.[1];
      if (url === undefined) reject(new Error(text));
      else resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
}

function ended(child: ChildProcess): Promise<{ code: number | null; said: string[] }> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, said: said.split('\n').filter(Boolean) }));
  });
}

describe('the command line', () => {
  it.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    'serves with a faults file, and %s ends it although a request hangs (not on Windows: it has no signals)',
    async (signal) => {
      const faults = faultsFile('{"rules":[{"match":{"attempt":2},"action":{"type":"hang"}}]}');
      const child = start(['--port', '0', ...app, '--faults', faults, '--session', 'token']);
      const end = ended(child);
      const url = await listening(child);
      const good = await save(url, testFields(), { session: 'token' });
      expect(good.customerId).toBeDefined();
      const hanging = postOnce(url, signedParams(testFields()));
      const requests = async (): Promise<number> => {
        const ledger = await fetch(new URL('/__control/ledger', url));
        return ((await ledger.json()) as { requests: unknown[] }).requests.length;
      };
      await expect.poll(requests, { interval: 10 }).toBe(2);
      child.kill(signal);
      expect(await end).toEqual({ code: 0, said: [] });
      expect(await hanging).toBe('ECONNRESET');
    },
  );

  it('tells every mistake in a line of its own, and ends with 2', async () => {
    const faults = faultsFile('{"rules":[{"action":{"type":"refuse"},"times":0}],"x":1}');
    const child = start(['--port', '70000', '--app-key', '--color', '--faults', faults, 'more']);
    expect(await ended(child)).toEqual({
      code: 2,
      said: [
        '--color is not an option',
        '"more" is not an option',
        '--app-key needs a value',
        '--app-secret is missing',
        '--port must be a whole number from 0 to 65535, not "70000"',
        expect.stringMatching(/^--faults .*\.json: rules\[0\]\.times: /),
        expect.stringMatching(/^--faults .*\.json: x: unknown name$/),
      ],
    });
  });

  it('tells that a faults file is not there, and ends with 2', async () => {
    const child = start(['--port', '0', ...app, '--faults', join(folder, 'none.json')]);
    const { code, said } = await ended(child);
    expect(code).toBe(2);
    expect(said).toEqual([expect.stringMatching(/^--faults .*none\.json: ENOENT/)]);
  });
});
