import { describe, expect, test } from 'vitest';
import { NINE } from '../testing/chainInMemory.ts';
import { VersionNames } from './versionNames.ts';

const HOUR = 3_600_000;

/** What one reading of these versions calls them. */
function named(names: VersionNames, versions: readonly string[], now = NINE): string[] {
  const nameOf = names.read(versions, now);
  return versions.map(nameOf);
}

describe('a version as a label', () => {
  test.each(['0.1.0', '12.345.6', '9999.9999.9999', '1.2.3-rc.1', '1.2.3-beta.12'])(
    'is itself where it is one: %s',
    (version) => {
      expect(named(new VersionNames(), [version])).toEqual([version]);
    },
  );

  test.each([
    '1.2.3-someText',
    '1.2.3.call-13800138000',
    '1.2.3_x',
    '1.2.3+build',
    '1.2.99999',
    '1.2.3-rc.1234',
    '1.2',
    '1.2.3 ',
  ])('is “other” where it is any text: %s', (version) => {
    expect(named(new VersionNames(), [version])).toEqual(['other']);
  });

  test('is one of twenty at once, those of most tills; what else there is is “other”', () => {
    const many = Array.from({ length: 50 }, (_, one) => `1.0.${one}`);
    const versions = [...many, ...many.slice(30)];
    const labels = named(new VersionNames(), versions);
    expect(new Set(labels)).toEqual(new Set([...many.slice(30), 'other']));
  });

  test('that one till makes up anew each minute is one an hour, and takes no label from a new release', () => {
    const names = new VersionNames();
    const seen = new Set<string>();
    const roll = (minute: number) => {
      const made = `7.${Math.floor(minute / 60)}.${minute % 60}`;
      const versions = [made, '1.0.0', '1.0.0', ...(minute > 30 ? ['1.0.1', '1.0.1'] : [])];
      const labels = named(names, versions, NINE + minute * 60_000);
      for (const label of labels) seen.add(label);
      return labels.at(-1);
    };
    let last: string | undefined;
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      last = roll(minute);
      if (minute > 90) expect(last).toBe('1.0.1');
    }
    expect(seen.size).toBeLessThanOrEqual(20 + 24 + 1);
  });

  test('stays what it is called while others come, and is remembered in bounded memory', () => {
    const names = new VersionNames();
    expect(named(names, ['1.0.0'])).toEqual(['1.0.0']);
    for (let hour = 0; hour < 1_000; hour += 1) {
      const now = NINE + hour * HOUR;
      expect(named(names, ['1.0.0', `2.0.${hour}`], now)[0]).toBe('1.0.0');
    }
    expect(names.size).toBeLessThanOrEqual(100);
  });

  test('comes an hour later by the relay’s clock, and no sooner where that is set back', () => {
    const names = new VersionNames();
    const first = Array.from({ length: 20 }, (_, one) => `1.0.${one}`);
    named(names, first);
    expect(named(names, ['2.0.0'], NINE - 10 * HOUR)).toEqual(['other']);
    expect(named(names, ['2.0.0'], NINE - 9 * HOUR - 1)).toEqual(['other']);
    expect(named(names, ['2.0.0'], NINE - 9 * HOUR)).toEqual(['2.0.0']);
  });
});
