import { describe, expect, test } from 'vitest';
import type { Provision } from './provision.ts';
import { changesOf } from './provisionChanges.ts';

const now: Provision = {
  gateway: {
    url: 'https://gw.example/rest',
    appKey: '1',
    appSecret: 'a secret',
    formerly: [{ url: 'https://old.example/rest', appKey: '1' }],
  },
  brandId: 'b',
  shopId: 's',
  operators: [{ id: '1', name: 'One' }],
};
const withGateway = (parts: Partial<Provision['gateway']>): Provision => ({
  ...now,
  gateway: { ...now.gateway, ...parts },
});

describe('what a file would change', () => {
  test('is told of brand, address and app, each from what to what', () => {
    expect(changesOf(now, { ...now, brandId: 'c' })).toEqual([
      { part: 'brand', from: 'b', to: 'c' },
    ]);
    const elsewhere = withGateway({ url: 'https://new.example/rest', appKey: '2' });
    expect(changesOf(now, elsewhere)).toEqual([
      { part: 'address', from: now.gateway.url, to: 'https://new.example/rest' },
      { part: 'app-key', from: '1', to: '2' },
    ]);
  });

  test('is nothing where only what sends no save astray is another', () => {
    const other = withGateway({ session: 'one' });
    expect(changesOf(now, { ...other, shopId: 't', locale: 'en' })).toEqual([]);
    expect(changesOf(now, now)).toEqual([]);
  });

  test('is told of another secret of the app, and not which', () => {
    expect(changesOf(now, withGateway({ appSecret: 'another' }))).toEqual([
      { part: 'secret', from: '', to: '' },
    ]);
  });

  test('is told of who opens the queue, also where a file that says nothing of it ends that', () => {
    const perPc: Provision = { ...now, queuePer: 'pc' };
    expect(changesOf(now, perPc)).toEqual([{ part: 'queue-per', from: 'user', to: 'pc' }]);
    expect(changesOf(perPc, now)).toEqual([{ part: 'queue-per', from: 'pc', to: 'user' }]);
    expect(changesOf(now, { ...now, queuePer: 'user' })).toEqual([]);
    expect(changesOf(null, perPc)).toContainEqual({ part: 'queue-per', from: 'user', to: 'pc' });
  });

  test('is told of another recovery key, of the first one and of none any more, not of a file that leaves it out', () => {
    const [one, other] = ['a'.repeat(43), 'b'.repeat(43)];
    const part = 'recovery-key';
    expect(changesOf(now, { ...now, recoveryKey: one })).toEqual([{ part, from: '', to: one }]);
    const kept = { ...now, recoveryKey: one };
    expect(changesOf(kept, { ...now, recoveryKey: other })).toEqual([
      { part, from: one, to: other },
    ]);
    expect(changesOf(kept, { ...now, recoveryKey: null })).toEqual([{ part, from: one, to: '' }]);
    expect(changesOf(kept, now)).toEqual([]);
  });

  test('is told of another or a first collector, not of its headers, of reports to the relay, or of none any more', () => {
    const [one, other] = ['https://a.example/v1/metrics', 'https://b.example/v1/metrics'];
    const part = 'reports';
    const kept: Provision = { ...now, reports: { otlp: { url: one } } };
    expect(changesOf(now, kept)).toEqual([{ part, from: '', to: one }]);
    expect(changesOf(kept, { ...now, reports: { otlp: { url: other } } })).toEqual([
      { part, from: one, to: other },
    ]);
    const more = { relay: true, otlp: { url: one, headers: { Authorization: 'k' } } };
    expect(changesOf(kept, { ...now, reports: more })).toEqual([]);
    expect(changesOf(kept, now)).toEqual([]);
  });

  test('is told of another or a first address of updates, not of a channel, and not of none any more', () => {
    const [one, other] = ['https://one.example.com', 'https://other.example.com'];
    const part = 'updates';
    const kept: Provision = { ...now, updates: { url: one } };
    expect(changesOf(now, kept)).toEqual([{ part, from: '', to: one }]);
    expect(changesOf(kept, { ...now, updates: { url: other } })).toEqual([
      { part, from: one, to: other },
    ]);
    expect(changesOf(kept, { ...now, updates: { url: one, channel: 'beta' } })).toEqual([]);
    expect(changesOf(kept, now)).toEqual([]);
  });

  test('is told of a former app that is newly named, and of none that is known or left out', () => {
    const formerly = [
      { url: 'https://old.example/rest', appKey: '1' },
      { url: 'https://gw.example/rest', appKey: '1' },
      { url: 'https://older.example/rest', appKey: '3' },
    ];
    expect(changesOf(now, withGateway({ formerly }))).toEqual([
      { part: 'formerly', from: '', to: 'https://older.example 3' },
    ]);
    expect(changesOf(now, withGateway({ formerly: [] }))).toEqual([]);
  });
});
