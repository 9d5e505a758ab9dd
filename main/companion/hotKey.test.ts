import { expect, test } from 'vitest';
import { HotKey } from './hotKey.ts';

/** The system's hot keys, of which other programs have some. */
class FakeShortcuts {
  readonly ours = new Map<string, () => void>();
  readonly others = new Set<string>();
  asked = 0;
  register = (accelerator: string, press: () => void): boolean => {
    this.asked += 1;
    if (accelerator === 'Ctrl+Pause') throw new TypeError('not known here');
    if (this.others.has(accelerator)) return false;
    this.ours.set(accelerator, press);
    return true;
  };
  unregister = (accelerator: string): void => void this.ours.delete(accelerator);
}

function make() {
  const system = new FakeShortcuts();
  let pressed = 0;
  const key = new HotKey(system, () => {
    pressed += 1;
  });
  return { system, key, pressed: () => pressed };
}

test('a hot key is heard, and another one takes its place', () => {
  const { system, key, pressed } = make();
  key.set('Ctrl+Alt+M');
  system.ours.get('Ctrl+Alt+M')?.();
  expect(pressed()).toBe(1);
  key.set('Ctrl+F2');
  expect([...system.ours.keys()]).toEqual(['Ctrl+F2']);
  key.set(null);
  expect([...system.ours.keys()]).toEqual([]);
});

test('settings that change something else do not let go of it for a moment', () => {
  const { system, key } = make();
  key.set('Ctrl+F2');
  key.set('Ctrl+F2');
  expect(system.asked).toBe(1);
});

test('one that another program has is told, the former one is given back, and it is tried again', () => {
  const { system, key } = make();
  system.others.add('Ctrl+F2');
  key.set('Ctrl+Alt+M');
  key.set('Ctrl+F2');
  expect([key.taken, [...system.ours.keys()]]).toEqual(['Ctrl+F2', []]);
  system.others.clear();
  key.set('Ctrl+F2');
  expect([key.taken, [...system.ours.keys()]]).toEqual([null, ['Ctrl+F2']]);
});

test('one that this system does not know is told like one that is taken', () => {
  const { key } = make();
  key.set('Ctrl+Pause');
  expect(key.taken).toBe('Ctrl+Pause');
  key.set(null);
  expect(key.taken).toBeNull();
});
