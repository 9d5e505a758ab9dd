import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { TillReport } from '../../../app/report/tillReport.ts';
import { ChainInMemory, NINE, tillRecord, WELL } from '../testing/chainInMemory.ts';
import { lacksPrograms } from '../testing/programs.ts';
import { FleetView } from '../view/fleetView.ts';
import { HELD_LABELS } from '../view/knownCodes.ts';
import { TILL_SERIES } from './tillSeries.ts';
import { tillsText } from './tillsText.ts';

async function textOf(chain: ChainInMemory): Promise<string> {
  const { fleet } = await new FleetView(chain, () => chain.now).now();
  if (fleet === null) throw new Error('nothing was read');
  let text = '';
  for await (const part of tillsText(fleet, chain.now)) text += part;
  return text;
}

async function linesOf(report: Partial<TillReport> | null, later = 0): Promise<string[]> {
  const chain = new ChainInMemory();
  chain.add(tillRecord('k1', { name: '1' }), report === null ? null : { ...WELL, ...report });
  chain.now += later;
  return (await textOf(chain)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

const PLACE = 'brand="244323",shop="shop-1",till="1"';
const NINE_SECONDS = NINE / 1_000;

test('a till that is well is told of in full', async () => {
  const values = (await linesOf({})).map((line) => line.replace(PLACE, '').replace('{}', ''));
  expect(values).toEqual([
    'tillside_till_info{,version="1.2.3"} 1',
    `tillside_till_created_timestamp_seconds ${NINE_SECONDS - 86_400}`,
    `tillside_till_last_seen_timestamp_seconds ${NINE_SECONDS}`,
    'tillside_till_expected 1',
    'tillside_till_waiting 0',
    'tillside_till_oldest_waiting_seconds 0',
    'tillside_till_held 0',
    `tillside_till_last_accepted_timestamp_seconds ${NINE_SECONDS - 30}`,
    'tillside_till_clock_offset_seconds 0',
    `tillside_till_disk_free_bytes ${20 * 2 ** 30}`,
    'tillside_till_disk_refusing 0',
    'tillside_till_key_store{,protection="dpapi-user"} 1',
    'tillside_till_page_ends_total 0',
  ]);
});

test('what waits grows older while a till is silent', async () => {
  const lines = await linesOf({ waiting: 2, oldestWaitingSeconds: 100 }, 60_000);
  expect(lines).toContain(`tillside_till_oldest_waiting_seconds{${PLACE}} 160`);
});

test('of a till that was never seen there is its record and nothing else', async () => {
  expect(await linesOf(null)).toEqual([
    `tillside_till_info{${PLACE},version=""} 1`,
    `tillside_till_created_timestamp_seconds{${PLACE}} ${NINE_SECONDS - 86_400}`,
  ]);
});

test('reports are expected by the hours of the shop, by the relay’s own clock', async () => {
  const expected = (later: number) =>
    linesOf({}, later).then((lines) => lines.find((line) => line.includes('_expected')));
  expect(await expected(11 * 3_600_000)).toMatch(/ 1$/);
  expect(await expected(12 * 3_600_000)).toMatch(/ 0$/);
  expect(await expected(23 * 3_600_000)).toMatch(/ 1$/);
});

describe('labels are bounded', () => {
  test('codes of held saves are those of the table of answers, or how its codes begin; what a gateway makes up is "other"', async () => {
    const lines = await linesOf({
      held: 15,
      heldByCode: [
        ['stale', 5],
        ['isv.permission-api-package-limit', 4],
        ['isv.made-up', 3],
        ['P_999', 2],
        ['isv.permission-ip-whitelist-limit', 1],
      ],
    });
    expect(lines.filter((line) => line.includes('by_code'))).toEqual([
      `tillside_till_held_by_code{${PLACE},code="stale"} 5`,
      `tillside_till_held_by_code{${PLACE},code="isv.permission"} 5`,
      `tillside_till_held_by_code{${PLACE},code="isv"} 3`,
      `tillside_till_held_by_code{${PLACE},code="other"} 2`,
    ]);
    expect(HELD_LABELS.length).toBeLessThan(150);
    expect(HELD_LABELS).toEqual(expect.arrayContaining(['stale', 'isv.permission', 'other']));
  });

  test('warnings are those that a till has', async () => {
    const lines = await linesOf({ warnings: ['store.disk-full', 'made.up', 'also.made-up'] });
    expect(lines.filter((line) => line.includes('_warning'))).toEqual([
      `tillside_till_warning{${PLACE},code="store.disk-full"} 1`,
      `tillside_till_warning{${PLACE},code="other"} 1`,
    ]);
  });

  test('a version is a number of the program’s: of what a till makes up there is nothing, and of no more than twenty at once', async () => {
    const chain = new ChainInMemory();
    for (let number = 0; number < 300; number += 1) {
      const version = number % 2 === 0 ? `1.0.0-till-${number}` : `3.${number}.0`;
      chain.add(tillRecord(`k${number}`), { ...WELL, version });
    }
    const versions = (await textOf(chain)).match(/version="[^"]*"/g) ?? [];
    expect(versions).toHaveLength(300);
    expect(new Set(versions).size).toBe(21);
    expect(versions.join()).not.toContain('till-');
    expect(versions).toContain('version="other"');
  });

  test('a pause has one of ten reasons, and none where nothing is paused', async () => {
    expect(await linesOf({ pause: 'clock' })).toContain(
      `tillside_till_paused{${PLACE},reason="clock"} 1`,
    );
    expect((await linesOf({})).filter((line) => line.includes('paused'))).toEqual([]);
  });
});

test('a name cannot end its label, its line or its metric', async () => {
  const chain = new ChainInMemory();
  const name = 'a"} 1\n# TYPE x gauge\nx{y="\\';
  chain.add(tillRecord('k1', { name, shopIds: ['店"\n'] }), WELL);
  const text = await textOf(chain);
  expect(text).toContain('shop="店\\"\\n",till="a\\"} 1\\n# TYPE x gauge\\nx{y=\\"\\\\"');
  expect(text.split('\n').filter((line) => line.startsWith('x'))).toEqual([]);
});

test('each metric stands once, with its help, its type and all its lines together', async () => {
  const chain = new ChainInMemory();
  for (const key of ['k1', 'k2', 'k3']) chain.add(tillRecord(key), WELL);
  const lines = (await textOf(chain)).trimEnd().split('\n');
  const names = lines.map((line) => /^(?:# \w+ )?(\w+)/.exec(line)?.[1]);
  const blocks = names.filter((name, index) => name !== names[index - 1]);
  expect(blocks).toEqual(TILL_SERIES.map(({ name }) => name));
});

test('ten thousand tills come in pieces that are small, and nobody waits long for the loop', async () => {
  const chain = new ChainInMemory();
  for (let number = 0; number < 10_000; number += 1) chain.add(tillRecord(`k${number}`), WELL);
  const { fleet } = await new FleetView(chain, () => chain.now).now();
  if (fleet === null) throw new Error('nothing was read');
  let pieces = 0;
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  for await (const piece of tillsText(fleet, chain.now)) {
    pieces += 1;
    expect(piece.length).toBeLessThan(64 * 1_024);
  }
  isOver = true;
  expect(pieces).toBeGreaterThan(1_000);
  // Others had their turn between any two pieces.
  expect(turns).toBeGreaterThan(1_000);
});

test.skipIf(lacksPrograms('promtool'))('promtool finds nothing to complain of', async () => {
  const chain = new ChainInMemory();
  chain.add(tillRecord('k1', { name: 'a"\\\n' }), {
    ...WELL,
    held: 1,
    heldByCode: [['stale', 1]],
    warnings: ['store.disk-full'],
    pause: 'clock',
  });
  const secrets = tillRecord('k2').secrets.map((one) => ({ ...one, until: NINE + 9_000_000 }));
  chain.add(tillRecord('k2', { secrets }));
  const { stdout, stderr, status } = spawnSync('promtool', ['check', 'metrics'], {
    input: await textOf(chain),
    encoding: 'utf8',
  });
  expect(stdout + stderr).toBe('');
  expect(status).toBe(0);
});
