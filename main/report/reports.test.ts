import { expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import type { Reports as ReportsChoice } from '../../app/settings/reports.ts';
import type { Reporter } from './reporter.ts';
import { Reports } from './reports.ts';

const otlp = { url: 'https://collector.example/v1/metrics' };
const settings = (reports?: ReportsChoice, more: Partial<Provision> = {}): Provision => ({
  gateway: { url: 'https://relay.example/rest', appKey: 'till-7', appSecret: 'not-real' },
  brandId: 'b',
  shopId: 's',
  operators: [{ id: '1', name: 'One' }],
  ...(reports && { reports }),
  ...more,
});

function watched(first: Provision | null) {
  const happened: string[] = [];
  let made = 0;
  const double = (to: string): Reporter => {
    made += 1;
    const name = `${to} ${made}`;
    happened.push(`${name} begins`);
    return {
      look: () => void happened.push(`${name} looks`),
      wake: () => void happened.push(`${name} wakes`),
      end: async () => void happened.push(`${name} ends`),
    } as unknown as Reporter;
  };
  let now = first;
  const reports = new Reports({
    provision: () => now,
    toRelay: () => double('relay'),
    toCollector: ({ url }) => double(url === otlp.url ? 'collector' : 'other'),
  });
  const change = (next: Provision | null) => {
    now = next;
    happened.length = 0;
    reports.choose();
    return happened;
  };
  return { reports, change, happened };
}

test('nobody hears of a till whose settings name nobody: the platform itself takes no reports', () => {
  for (const none of [null, settings(), settings({}), settings({ relay: false })])
    expect(watched(none).happened).toEqual([]);
});

test('who is named hears of it, both of what changes, and of its end', async () => {
  const { reports, happened } = watched(settings({ relay: true, otlp }));
  reports.look();
  reports.wake();
  await reports.end(1_000);
  reports.choose();
  expect(happened).toEqual([
    ...['relay 1 begins', 'collector 2 begins', 'relay 1 looks', 'collector 2 looks'],
    ...['relay 1 wakes', 'collector 2 wakes', 'relay 1 ends', 'collector 2 ends'],
  ]);
});

test('other settings take effect at once: whoever is named no more hears the end, whoever stays is tried again', () => {
  const both = settings({ relay: true, otlp });
  const { change } = watched(both);
  expect(change(both)).toEqual(['relay 1 wakes', 'collector 2 wakes']);
  const { gateway } = both;
  expect(change({ ...both, gateway: { ...gateway, appSecret: 'another' } })).toEqual([
    'relay 1 wakes',
    'collector 2 wakes',
  ]);
  expect(change({ ...both, gateway: { ...gateway, appKey: 'till-8' } })).toEqual([
    ...['relay 1 ends', 'collector 2 wakes', 'relay 3 begins'],
  ]);
  expect(change({ ...both, shopId: 'other' })).toEqual([
    ...['collector 2 ends', 'relay 3 ends', 'relay 4 begins', 'collector 5 begins'],
  ]);
  expect(change(settings({ otlp: { url: 'https://other.example/' } }))).toEqual([
    ...['relay 4 ends', 'collector 5 ends', 'other 6 begins'],
  ]);
  expect(change(null)).toEqual(['other 6 ends']);
});
