import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { apiTill } from '../../testing/tills/apiTill.ts';
import { PROVISION } from '../../testing/tills/openedTill.ts';

const run = promisify(execFile);
const page = readFileSync(new URL('../../docs/pos-integration.md', import.meta.url), 'utf8');

/** The first block of a language on the page. */
function example(language: string): string {
  const [, text] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  if (text === undefined) throw new Error(`the page has no example in ${language}`);
  return text;
}

/** Its name in a test's title where this PC has none. */
function missing(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status !== 0;
}

/** A till as the examples expect one, and an example that calls it. */
async function tillFor(language: string) {
  const provision = { ...PROVISION, brandId: '244323', notice: { version: 'v3' } };
  const till = await apiTill({ till: { offer: { provision, isTrusted: true } } });
  const code = example(language).replaceAll('24817', String(till.server.port));
  const env = { ...process.env, TOKEN_FILE: till.tokenFile };
  const folder = join(dirname(till.folder), 'example');
  await mkdir(folder);
  return { till, code, env, folder };
}

/** Other programs are started, on a machine that may be busy (ms). */
const WITHIN = 240_000;

const KEY = 'd0f7a1c2-0000-4000-8000-000000000001';

test.skipIf(missing('curl', '--version') || missing('sh', '-c', ':'))(
  'the example of curl registers a member (where curl is installed)',
  async () => {
    const { till, code, env } = await tillFor('sh');
    const { stdout } = await run('sh', ['-c', code], { env });
    expect(JSON.parse(stdout)).toMatchObject({ slip: 'S-0001', state: 'pending' });
    expect(till.till.outbox.saves.counts.pending).toBe(1);
  },
  WITHIN,
);

test.skipIf(missing('python3', '--version'))(
  'the example of Python registers a member, once, and tells one that is known (where python3 is installed)',
  async () => {
    const { till, code, env, folder } = await tillFor('python');
    const file = join(folder, 'register.py');
    await writeFile(file, code);
    const register = async (key: string) =>
      (await run('python3', [file, key], { env })).stdout.trim();
    expect(await register(KEY)).toBe('saved S-0001');
    expect(await register(KEY)).toBe('saved S-0001');
    expect(await register('another-key-of-this-till')).toBe('known S-0001');
    expect(till.till.outbox.saves.counts.pending).toBe(1);
  },
  WITHIN,
);

test.skipIf(missing('dotnet', '--version'))(
  'the example of C# registers a member, once (where dotnet is installed)',
  async () => {
    const { till, code, env, folder } = await tillFor('csharp');
    await writeFile(join(folder, 'Program.cs'), code);
    await writeFile(
      join(folder, 'register.csproj'),
      `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType>
       <TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward>
       <ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup></Project>`,
    );
    const register = async () =>
      (await run('dotnet', ['run', '--project', folder, '--', KEY], { env })).stdout.trim();
    expect(await register()).toBe('saved S-0001');
    expect(await register()).toBe('saved S-0001');
    expect(till.till.outbox.saves.counts.pending).toBe(1);
  },
  WITHIN,
);
