import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
} from 'vitest';
import { canSquat, nameSixFirst, openSquatter } from '../../testing/doubles/squatter.ts';
import {
  brokenOff,
  endless,
  redirectTo,
  sha512Of,
  silentAfter,
  UpdateServer,
  whole,
} from '../../testing/doubles/updateServer.ts';
import { OLD_PROGRAM, UpdatedTill } from '../../testing/tills/updatedTill.ts';
import type { Till } from '../till.ts';
import { MAX_FEED } from './feedExecutor.ts';
import { MAX_PROGRAM, type UpdateEngine } from './updateEngine.ts';

/** A program that says how it was started. */
const NEXT = Buffer.from(
  `#!/bin/sh\nfor one in "$@"; do echo "$one"; done > "$0.started"\n${'#'.repeat(200_000)}\n`,
);

/** So long (ms) nothing may come, in place of a minute. */
const PATIENCE = 300;

const going = () => new AbortController().signal;

let shop: UpdatedTill;
let server: UpdateServer;
let till: Till;
let engine: UpdateEngine;

beforeAll(async () => {
  shop = await UpdatedTill.make(10_000);
});

afterAll(async () => {
  await shop.remove();
});

beforeEach(async () => {
  server = await UpdateServer.open();
  till = await shop.open();
  engine = shop.engine({ url: server.url }, { patience: PATIENCE });
});

// Each of these stories ends with the same queue.
afterEach(async () => {
  await till.stop(0);
  await server.close();
  await shop.forget();
  await shop.install();
  expect(await shop.readQueue()).toBe(shop.queue);
});

const program = () => readFile(shop.program, 'utf8');

/** What is left of a download. */
async function leftOver(): Promise<string[]> {
  const pending = join(shop.cacheFolder, 'tillside-updater', 'pending');
  return readdir(pending).catch(() => []);
}

describe('a newer version', () => {
  test.skipIf(process.platform === 'win32')(
    'is fetched, checked once more, takes the place of the program and is started as it was (an AppImage: not on Windows)',
    async () => {
      server.publish('0.2.0', NEXT);
      expect(await engine.check()).toEqual({ outcome: 'newer', version: '0.2.0' });
      expect(server.asked).toEqual(['/latest.yml']);
      expect(await engine.fetch(going())).toEqual({ outcome: 'newer', version: '0.2.0' });
      expect(await engine.verify()).toBe(null);
      expect(await program()).toBe(OLD_PROGRAM);
      await till.stop(0);
      expect(await engine.install(['--hidden', '--user-data-dir=/a b'])).toBe(null);
      expect(await program()).toBe(NEXT.toString());
      expect((await stat(shop.program)).mode & 0o777).toBe(0o755);
      const started = () => readFile(`${shop.program}.started`, 'utf8').catch(() => '');
      await expect.poll(started).toBe('--hidden\n--user-data-dir=/a b\n');
    },
  );

  test('is not fetched twice, also by the next start of the program', async () => {
    server.publish('0.2.0', NEXT);
    await engine.fetch(going());
    const next = shop.engine({ url: server.url });
    expect(await next.fetch(going())).toEqual({ outcome: 'newer', version: '0.2.0' });
    expect(server.asked.filter((path) => path.endsWith('.AppImage'))).toHaveLength(1);
    expect(await next.verify()).toBe(null);
  });

  test('of the channel beta is for tills of that channel alone', async () => {
    server.publish('0.2.0', NEXT, {}, 'beta');
    server.publish('0.1.0', NEXT);
    expect(await engine.check()).toEqual({ outcome: 'newest', version: '0.1.0' });
    const beta = shop.engine({ url: server.url, channel: 'beta' });
    expect(await beta.check()).toEqual({ outcome: 'newer', version: '0.2.0' });
  });

  test('that is replaced on the server before it is fetched is the one that is fetched', async () => {
    server.publish('0.2.0', NEXT);
    await engine.check();
    server.publish('0.2.1', NEXT);
    expect(await engine.fetch(going())).toEqual({ outcome: 'newer', version: '0.2.1' });
  });

  test('is not fetched by somebody who has ended it meanwhile, and nothing of it is left', async () => {
    server.publish('0.2.0', NEXT);
    server.answers.set('/Tillside-0.2.0.AppImage', silentAfter(NEXT.subarray(0, 1_000)));
    const ending = new AbortController();
    const fetched = engine.fetch(ending.signal);
    await expect.poll(() => server.asked).toContain('/Tillside-0.2.0.AppImage');
    ending.abort();
    expect(await fetched).toBe(null);
    expect(await leftOver()).toEqual([]);
  });

  test('tells the server nothing of the till', async () => {
    const headers: unknown[] = [];
    server.answers.set('/latest.yml', (response, request) => {
      headers.push(request.headers);
      response.writeHead(404).end();
    });
    await engine.check();
    expect(JSON.stringify(headers)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(await readdir(shop.folder)).not.toContain('.updaterId');
  });
});

test.skipIf(!canSquat)(
  'a server that is named http://localhost is asked at 127.0.0.1: who has its port at ::1 is asked for nothing (needs ::1)',
  async () => {
    server.publish('0.2.0', NEXT);
    const { port } = new URL(server.url);
    const squatter = await openSquatter(Number(port));
    onTestFinished(squatter.close);
    onTestFinished(nameSixFirst());
    const named = shop.engine({ url: `http://localhost:${port}` }, { patience: PATIENCE });
    expect(await named.fetch(going())).toEqual({ outcome: 'newer', version: '0.2.0' });
    expect(squatter.heard).toEqual([]);
    expect(server.asked).toEqual(['/latest.yml', '/Tillside-0.2.0.AppImage']);
  },
);

describe('a version that is staged', () => {
  test('is not for a till that is not among the first, and is for all at a hundred', async () => {
    server.publish('0.2.0', NEXT, { stagingPercentage: 0 });
    expect(await engine.check()).toEqual({ outcome: 'staged-out', version: '0.2.0' });
    expect(await engine.fetch(going())).toEqual({ outcome: 'staged-out', version: '0.2.0' });
    server.publish('0.2.0', NEXT, { stagingPercentage: 100 });
    expect(await engine.fetch(going())).toEqual({ outcome: 'newer', version: '0.2.0' });
  });

  test('by a percentage that is none is for nobody', async () => {
    for (const stagingPercentage of ['all', '""', 'ten']) {
      server.publish('0.2.0', NEXT, { stagingPercentage });
      expect((await engine.check()).outcome).toBe('staged-out');
    }
  });
});

describe('an older version', () => {
  test('is told as such, and never fetched', async () => {
    server.publish('0.0.9', NEXT);
    expect(await engine.fetch(going())).toEqual({ outcome: 'older', version: '0.0.9' });
    server.publish('0.1.0-beta.1', NEXT);
    expect(await engine.fetch(going())).toEqual({ outcome: 'older', version: '0.1.0-beta.1' });
    expect(server.asked).toEqual(['/latest.yml', '/latest.yml']);
  });

  test('is not fetched by a till that has gone back from beta to latest', async () => {
    server.publish('0.2.0', NEXT);
    const beta = shop.engine({ url: server.url }, { version: '0.3.0-beta.1' });
    expect(await beta.fetch(going())).toEqual({ outcome: 'older', version: '0.2.0' });
  });
});

describe('a file that was tampered with', () => {
  test('is not kept', async () => {
    server.publish('0.2.0', NEXT);
    const other = Buffer.from(NEXT);
    other.writeUInt8(0x40, 500);
    server.answers.set('/Tillside-0.2.0.AppImage', whole(other));
    expect(await engine.fetch(going())).toEqual({ outcome: 'update.tampered', version: '0.2.0' });
    expect(await engine.verify()).toBe('update.not-written');
    expect(await engine.install([])).toBe('update.not-installed');
    expect(await leftOver()).toEqual([]);
    expect(await program()).toBe(OLD_PROGRAM);
  });

  test('on the till itself, after it was fetched, is not installed', async () => {
    server.publish('0.2.0', NEXT);
    await engine.fetch(going());
    const [file = ''] = (await leftOver()).filter((name) => name.endsWith('.AppImage'));
    const path = join(shop.cacheFolder, 'tillside-updater', 'pending', file);
    await chmod(path, 0o755);
    await writeFile(path, OLD_PROGRAM);
    expect(await engine.verify()).toBe('update.tampered');
    // And is fetched anew: the library takes what it has fetched once for what is there.
    expect(await engine.fetch(going())).toEqual({ outcome: 'newer', version: '0.2.0' });
    expect(await engine.verify()).toBe(null);
  });

  test('without a sha512 of the server is not even asked for', async () => {
    for (const said of [{ sha512: '' }, { size: 'many' }, { sha512: '7' }]) {
      server.publish('0.2.0', NEXT, said);
      expect((await engine.fetch(going()))?.outcome).toBe('update.feed');
    }
    expect(server.asked).toEqual(['/latest.yml', '/latest.yml', '/latest.yml']);
  });
});

test('a file that is broken off is not kept, and is fetched whole the next time', async () => {
  server.publish('0.2.0', NEXT);
  const path = '/Tillside-0.2.0.AppImage';
  server.answers.set(path, brokenOff(NEXT));
  expect(await engine.fetch(going())).toEqual({ outcome: 'update.broken-off', version: '0.2.0' });
  expect(await leftOver()).toEqual([]);
  server.answers.set(path, whole(NEXT));
  expect(await engine.fetch(going())).toEqual({ outcome: 'newer', version: '0.2.0' });
  expect(await engine.verify()).toBe(null);
});

test('a server from which nothing comes any more is not waited for', async () => {
  server.answers.set('/latest.yml', () => undefined);
  expect(await engine.check()).toEqual({ outcome: 'update.too-slow', version: null });
  server.answers.set('/latest.yml', silentAfter(Buffer.from('version: 0.2.0\n')));
  expect(await engine.check()).toEqual({ outcome: 'update.too-slow', version: null });
  server.publish('0.2.0', NEXT);
  server.answers.set('/Tillside-0.2.0.AppImage', silentAfter(NEXT.subarray(0, 1_000)));
  expect((await engine.fetch(going()))?.outcome).toBe('update.too-slow');
  expect(await leftOver()).toEqual([]);
});

describe('another server', () => {
  test('is not asked, whoever sends the till there', async () => {
    const other = await UpdateServer.open();
    try {
      other.publish('0.2.0', NEXT);
      server.answers.set('/latest.yml', redirectTo(`${other.url}/latest.yml`));
      expect((await engine.check()).outcome).toBe('update.redirected');
      server.publish('0.2.0', NEXT);
      server.answers.set(
        '/Tillside-0.2.0.AppImage',
        redirectTo(`${other.url}/Tillside-0.2.0.AppImage`),
      );
      expect((await engine.fetch(going()))?.outcome).toBe('update.redirected');
      server.publish('0.2.0', NEXT, { url: `${other.url}/Tillside-0.2.0.AppImage` });
      expect((await engine.fetch(going()))?.outcome).toBe('update.foreign-file');
      expect(other.asked).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test('in its place (a Wi-Fi login, an error page, nothing) tells no version', async () => {
    const page = Buffer.from('<!doctype html><html><body>Log in: please</body></html>');
    server.answers.set('/latest.yml', whole(page));
    expect((await engine.check()).outcome).toBe('update.feed');
    server.answers.set('/latest.yml', (response) => response.writeHead(502).end('version: 9.9.9'));
    expect((await engine.check()).outcome).toBe('update.unreachable');
    for (const text of ['', '- 1', 'version: later', 'version: [', 'version: 0.2.0']) {
      server.answers.set('/latest.yml', whole(Buffer.from(text)));
      expect((await engine.fetch(going()))?.outcome, text).toBe('update.feed');
    }
    server.answers.delete('/latest.yml');
    expect((await engine.check()).outcome).toBe('update.unreachable');
    await server.close();
    const closed = await engine.check();
    server = await UpdateServer.open();
    expect(closed.outcome).toBe('update.unreachable');
  });
});

test('what a server says of a version in lists of lists, a few hundred bytes of which are gigabytes of words, is refused as it comes', async () => {
  const bombs = ['a0: &a0 [x, x, x, x]'];
  for (let level = 1; level < 5; level += 1)
    bombs.push(
      `a${level}: &a${level} [${Array(4)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  const file = `sha512: ${sha512Of(NEXT)}\n    size: ${NEXT.length}`;
  for (const said of [
    `version: 0.2.0\nfiles:\n  - url: *a4\n    ${file}`,
    'version: *a4',
    'version: 0.2.0\nfiles: *a4',
    `version: 0.2.0\nfiles:\n  - url: x\n    sha512: *a4\n    size: 7`,
  ]) {
    server.answers.set('/latest.yml', whole(Buffer.from([...bombs, said].join('\n'))));
    expect((await engine.check()).outcome, said).toBe('update.feed');
  }
  // What is not asked for does not come as far as the library.
  const more = `minimumSystemVersion: *a4\nreleaseNotes: *a4\npackages: {x64: {path: *a4}}`;
  server.answers.set('/Tillside-0.2.0.AppImage', whole(NEXT));
  const fine = `version: 0.2.0\nfiles:\n  - url: Tillside-0.2.0.AppImage\n    ${file}\n${more}`;
  server.answers.set('/latest.yml', whole(Buffer.from([...bombs, fine].join('\n'))));
  expect(await engine.fetch(going())).toEqual({ outcome: 'newer', version: '0.2.0' });
});

test('what of a version would swell while it is read as YAML holds nobody up: there is not enough of it', async () => {
  /** One key of 11,000 times the same words, as long as may come. */
  const swelling = (bytes: number) => {
    const words = `a: &a "${'x'.repeat(bytes / 2)}"`;
    const times = Array.from({ length: Math.floor((bytes / 2 - 100) / 3) }, () => '*a');
    return Buffer.from(`${words}\n? [${times.join(',')}]\n: 1\nversion: 9.0.0\n`);
  };
  for (const bytes of [MAX_FEED, 64 * 1024]) {
    server.answers.set('/latest.yml', whole(swelling(bytes)));
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await engine.check()).outcome).toBe('update.feed');
    await new Promise((resolve) => setTimeout(resolve, 50));
    delay.disable();
    // It took two seconds and 600 MB.
    expect(delay.max / 1e6).toBeLessThan(500);
  }
});

describe('a file that is too large', () => {
  test('is read no further than it was said to be, or than any program is', async () => {
    server.answers.set('/latest.yml', endless(Buffer.alloc(MAX_FEED, '#')));
    expect((await engine.check()).outcome).toBe('update.feed');
    server.publish('0.2.0', NEXT);
    server.answers.set('/Tillside-0.2.0.AppImage', endless(NEXT));
    expect((await engine.fetch(going()))?.outcome).toBe('update.too-large');
    expect(await leftOver()).toEqual([]);
    server.asked.length = 0;
    server.publish('0.2.0', NEXT, { size: MAX_PROGRAM + 1 });
    expect((await engine.fetch(going()))?.outcome).toBe('update.too-large');
    expect(server.asked).toEqual(['/latest.yml']);
  });

  test('for the disk is not asked for: the room is kept for members', async () => {
    server.publish('0.2.0', NEXT);
    const full = shop.engine({ url: server.url }, { freeBytes: async () => 256 * 1024 * 1024 });
    expect((await full.fetch(going()))?.outcome).toBe('update.no-space');
    expect(server.asked).toEqual(['/latest.yml']);
  });
});

test('a program whose place refuses the next one stays as it was', async () => {
  server.publish('0.2.0', NEXT);
  const gone = join(shop.folder, 'nowhere', 'Tillside.AppImage');
  const other = shop.engine({ url: server.url }, { way: { kind: 'appimage', program: gone } });
  await other.fetch(going());
  expect(await other.install([])).toBe('update.not-written');
  expect(await program()).toBe(OLD_PROGRAM);
  expect(sha512Of(Buffer.from(await program()))).toBe(sha512Of(Buffer.from(OLD_PROGRAM)));
});
