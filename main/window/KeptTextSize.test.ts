import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebContents } from 'electron';
import { beforeEach, expect, test } from 'vitest';
import { KeptTextSize, TEXT_SIZE_FILE } from './KeptTextSize.ts';

/** A page that notes its size. */
class FakePage {
  zoom = 1;
  prevented = 0;
  readonly #listeners = new Map<string, (...given: unknown[]) => void>();

  readonly page = {
    setZoomFactor: (factor: number) => {
      this.zoom = factor;
    },
    on: (name: string, listener: (...given: unknown[]) => void) => {
      this.#listeners.set(name, listener);
    },
  } as unknown as WebContents;

  load(): void {
    this.#listeners.get('dom-ready')?.();
  }

  press(key: string, control = true): void {
    const event = {
      preventDefault: () => {
        this.prevented += 1;
      },
    };
    const input = { type: 'keyDown', key, code: '', control, alt: false, meta: false };
    this.#listeners.get('before-input-event')?.(event, input);
  }
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-text-'));
});

async function open(isOurs = true): Promise<{ size: KeptTextSize; at: FakePage }> {
  const size = new KeptTextSize(folder, () => isOurs);
  await size.read();
  const at = new FakePage();
  size.follow(at.page);
  at.load();
  return { size, at };
}

test('is changed by the keys, and is the same after a start', async () => {
  const { size, at } = await open();
  expect(at.zoom).toBe(1);
  at.press('+');
  at.press('=');
  expect(at.zoom).toBe(1.25);
  at.press('1');
  at.press('+', false);
  expect([at.zoom, at.prevented]).toEqual([1.25, 2]);
  await size.settled();
  const again = await open();
  expect(again.at.zoom).toBe(1.25);
  again.at.press('0');
  await again.size.settled();
  expect((await open()).at.zoom).toBe(1);
});

test('a file that says nothing usable is the usual size, and is not in the way of another one', async () => {
  for (const text of ['', 'x', '{}', '{"percent":1000}', '{"percent":"125"}']) {
    await writeFile(join(folder, TEXT_SIZE_FILE), text);
    expect((await open()).at.zoom, text).toBe(1);
  }
  const { size, at } = await open();
  at.press('-');
  await size.settled();
  expect((await open()).at.zoom).toBe(0.9);
});

test('nothing is written into a folder that another PC has, or that cannot be written', async () => {
  const { size, at } = await open(false);
  at.press('+');
  await size.settled();
  expect(at.zoom).toBe(1.1);
  await expect(readFile(join(folder, TEXT_SIZE_FILE))).rejects.toThrow();
  const nowhere = new KeptTextSize(join(folder, 'none'), () => true);
  await nowhere.read();
  const other = new FakePage();
  nowhere.follow(other.page);
  other.press('+');
  await nowhere.settled();
  expect(other.zoom).toBe(1.1);
});
