import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { apiTill, sendBytes } from '../../testing/tills/apiTill.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import { dropLeftToken, writeToken } from './apiToken.ts';
import { startApi } from './startApi.ts';

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Somebody else has a port first. */
async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}

test('a POS program is never used to the name localhost, behind which another user of the PC may answer at ::1', async () => {
  const till = await apiTill();
  const { port } = till.server;
  const head = `GET /v1/health HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${till.token}\r\n\r\n`;
  expect(await sendBytes(port, head)).toContain('{"error":{"code":"host.refused"}}');
});

describe('the token that a kill has left sends no POS program to whoever has the port now', () => {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

  test.skipIf(process.platform === 'win32')('it goes where the port is taken', async () => {
    const folder = await freshFolder();
    const path = join(folder, 'api.token');
    await writeToken(path, 'left', folder);
    const { till, calls: handlers } = await startTill(folder);
    const more = { isLocked: () => false, fillForm: async () => 'busy' as const };
    const options = { till, handlers, folder, version: '0', log: quiet, ...more };
    await expect(startApi(options, await takenPort())).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    expect(await isThere(path)).toBe(false);
  });

  test('of another till of this user, which has the same place for it on Windows, it stays', async () => {
    const place = await mkdtemp(join(tmpdir(), 'tillside-token-'));
    onTestFinished(() => rm(place, { recursive: true, force: true }));
    const [mine, others] = [join(place, 'mine'), join(place, 'others')];
    await mkdir(mine);
    const path = join(place, 'api', '24817.token');
    await writeToken(path, 'one', others);
    await dropLeftToken(path, mine);
    expect(await readFile(path, 'utf8')).toBe('one');
    await dropLeftToken(path, others);
    expect(await isThere(path)).toBe(false);
    // Of nobody known: it may be anybody's.
    await writeFile(path, 'two');
    await dropLeftToken(path, others);
    expect(await readFile(path, 'utf8')).toBe('two');
  });
});

test('what a head expects is heard by nobody before its token', async () => {
  const till = await apiTill();
  const { port } = till.server;
  const head = `POST /v1/members HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 2\r\n`;
  for (const expects of ['100-continue', 'the moon']) {
    const answer = await sendBytes(port, `${head}Expect: ${expects}\r\n\r\n`);
    expect(answer, expects).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer, expects).toContain('{"error":{"code":"token.wrong"}}');
  }
});

test('who has the token and waits to be let on with its body is let on', async () => {
  const till = await apiTill();
  const { port } = till.server;
  const head = [
    'POST /v1/members HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${till.token}`,
    'Content-Type: application/json',
    'Connection: close',
    'Content-Length: 2',
    'Expect: 100-continue',
  ];
  const answer = await sendBytes(port, `${head.join('\r\n')}\r\n\r\n{}`);
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400 /);
  expect(answer).toContain('{"error":{"code":"idempotency-key.missing"}}');
});
