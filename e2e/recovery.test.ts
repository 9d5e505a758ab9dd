import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { platformApp } from '../app/gateway/platformApp.ts';
import { startChild } from '../dev/processes.ts';
import { projectRoot } from '../dev/projectPaths.ts';
import { systemClock } from '../main/clock/clock.ts';
import { Lines } from '../main/gateway/lines.ts';
import { openTill } from '../main/till.ts';
import { plainWrapper } from '../main/vault/keyWrappers.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { openNodeLine } from '../testing/doubles/nodeLine.ts';
import { freshFolder } from './driver/runFolder.ts';
import { spawnApp } from './driver/spawnApp.ts';
import { ACCOUNT, CONSENT, OPERATOR, startGateway, TestTill } from './testTill.ts';

const PIN = '246810';
const PASSPHRASE = 'correct horse battery';

let gateway: Sandbox;
let dead: TestTill;
let other: TestTill;
let safe: string;
let privateKey: string;

/** The tool as support runs it. */
async function tool(args: readonly string[]) {
  const child = await startChild(
    process.execPath,
    [join(projectRoot, 'dev', 'recover.ts'), ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const { stdout, stderr } = child.process;
  const [said, failed] = await Promise.all([stdout, stderr].map((one) => (one ? text(one) : '')));
  return { ...(await child.ended), said: said ?? '', failed: failed ?? '' };
}

async function recover(file: string) {
  const passphrase = join(safe, 'passphrase');
  writeFileSync(passphrase, PASSPHRASE);
  return tool([
    `--data=${dead.dataFolder}`,
    `--private-key=${privateKey}`,
    `--passphrase-file=${passphrase}`,
    `--out=${file}`,
  ]);
}

/** The other till takes the file over, by the manager's word; gives what its window says then. */
async function takeOver(file: string): Promise<string> {
  await other.start();
  const args = [`--import-queue=${file}`];
  expect(await spawnApp({ userDataDir: other.dataFolder, args })).toMatchObject({ code: 0 });
  await other.field('move-question').waitForDisplayed();
  await other.field('passphrase').setValue(PASSPHRASE);
  await other.field('pin').setValue(PIN);
  await other.field('pin-send').click();
  await other.field('move-done').waitForDisplayed({ timeout: 40_000 });
  const words = await other.field('move-done').getText();
  await other.field('move-close').click();
  return words;
}

const accepted = (till: TestTill, count: number) =>
  till.client.waitUntil(async () => (await till.outbox()).counts.accepted === count, {
    timeout: 60_000,
  });

beforeEach(async () => {
  safe = freshFolder('safe');
  const made = await tool(['--make-key', `--out=${safe}`]);
  expect(made).toMatchObject({ code: 0, failed: '' });
  const [, recoveryKey = ''] = /"recoveryKey": "([^"]+)"/.exec(made.said) ?? [];
  const [file = ''] = readdirSync(safe);
  privateKey = join(safe, file);
  // The first three calls take effect, and nobody hears of it; then nobody answers.
  const rules = [
    { times: 3, action: { type: 'drop' as const, when: 'after' as const } },
    { action: { type: 'outage' as const } },
  ];
  gateway = await startGateway({ faults: { rules } });
  dead = await new TestTill(gateway.url, {}, { managerPin: PIN, recoveryKey }).start();
  other = new TestTill(gateway.url, {}, { managerPin: PIN });
});
afterEach(async () => {
  await dead.kill();
  await other.kill();
  await gateway.close();
});

/** More saves than a hand types in a test, by the same main process on the same folder; then the power is cut. */
async function fillAndDie(count: number): Promise<void> {
  const { dataFolder: folder } = dead;
  const { post } = new Lines(() => openNodeLine(), systemClock.monotonic);
  const quiet = () => undefined;
  const till = await openTill({
    folder,
    keyWrapper: plainWrapper,
    post,
    log: { info: quiet, warn: quiet, error: quiet },
    offer: null,
    isSending: true,
    onChanged: quiet,
  });
  const saved = Array.from({ length: count }, async (_, number) => {
    const result = await till.outbox.intake.enqueue({
      requestId: String(number).padStart(32, '0'),
      origin: { brandId: '244323', shopId: '239923231', operatorId: OPERATOR.id },
      member: { mobile: `1391${String(number).padStart(7, '0')}` },
      app: platformApp({ url: gateway.url, appKey: ACCOUNT.appKey }),
      correctionOf: null,
      consent: CONSENT,
    });
    if (result.ok) till.replayer.prioritize(result.save);
    return result.ok;
  });
  expect(await Promise.all(saved)).not.toContain(false);
  const cut = `${folder}-cut`;
  cpSync(folder, cut, { recursive: true });
  await till.stop(0);
  rmSync(folder, { recursive: true });
  renameSync(cut, folder);
}

test('a till with 1,000 waiting saves dies; another takes them over by the recovery key, and the gateway has each once', async () => {
  for (const mobile of ['13800138001', '13800138002']) await dead.register({ mobile });
  await dead.kill();
  await fillAndDie(998);
  const file = join(safe, 'queue.tillside');
  const recovered = await recover(file);
  expect(recovered).toMatchObject({ code: 0, failed: '' });
  expect(recovered.said).toContain('Written: 1000 saves.');
  expect(readFileSync(file, 'utf8')).not.toContain('13800138001');
  expect(await takeOver(file)).toContain('1000');
  gateway.setFaults({});
  await other.sendNow();
  await accepted(other, 1000);
  const ids = gateway.ledger().effects.map(({ requestId }) => requestId);
  expect([ids.length, new Set(ids).size]).toEqual([1000, 1000]);
});

test('the dead till comes back to life after that: it says so, and the gateway still has each once', async () => {
  const slips = [];
  for (const mobile of ['13800138001', '13800138002']) slips.push(await dead.register({ mobile }));
  await dead.kill();
  const file = join(safe, 'queue.tillside');
  expect(await recover(file)).toMatchObject({ code: 0 });
  await takeOver(file);
  gateway.setFaults({});
  await other.sendNow();
  await accepted(other, 2);
  await dead.start();
  expect((await dead.outbox()).warnings.map(({ code }) => code)).toContain('queue.recovered');
  await accepted(dead, 2);
  expect(gateway.ledger().effects).toHaveLength(2);
});
