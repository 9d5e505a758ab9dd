import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import {
  focusWindow,
  hasInputMethod,
  type InputMethod,
  pressKeys,
  pressMouse,
  startInputMethod,
} from './driver/inputMethod.ts';
import { startGateway, TestTill } from './testTill.ts';

const WECHAT = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';

/** X11's names of the keys that type this text and then end it. */
function keysOf(text: string, terminator: string): string[] {
  return [...[...text].map((key) => (key === '_' ? 'underscore' : key)), terminator];
}

describe.skipIf(!hasInputMethod())('under a real Chinese input method', () => {
  let inputMethod: InputMethod;
  let gateway: Sandbox;
  let till: TestTill;

  beforeEach(async () => {
    inputMethod = await startInputMethod();
    gateway = await startGateway();
    till = await new TestTill(gateway.url, { env: inputMethod.env }).start();
    await till.field('name').click();
    focusWindow('Tillside');
  });
  afterEach(async () => {
    await till.kill();
    await gateway.close();
    await inputMethod.close();
  });

  const value = (name: string) => till.field(name).getValue();
  const told = (kind: string) =>
    till.client.$(`[data-testid="scan-feedback"][data-kind="${kind}"]`).waitForDisplayed();

  // A busy machine can make a gap of more than 50 ms, and then it is rightly no scan.
  test('scans go where they belong, and Chinese is typed before and after them', {
    retry: 4,
  }, async () => {
    pressKeys([...'nihao'], 100);
    await till.field('name').waitUntil(async () => (await value('name')) === '你好');
    pressKeys(keysOf(WECHAT, 'Return'), 4);
    await told('outerId');
    expect(await value('outer-id')).toBe(WECHAT);
    expect(await value('name')).toBe('');
    pressKeys(keysOf('18651822226', 'Return'), 4);
    await told('mobile');
    pressKeys(keysOf(WECHAT, 'Tab'), 4);
    await told('outerId');
    expect(await value('outer-id')).toBe(WECHAT);
    await till.field('name').waitUntil(() => till.field('name').isFocused());
    pressKeys([...'nihao', 'space'], 100);
    await till.field('name').waitUntil(async () => (await value('name')) === '你好');
    expect(await value('phone')).toBe('186 5182 2226');
    expect((await till.outbox()).recent).toEqual([]);
  });

  /** The first guess at a name stands in its field. */
  const compose = async () => {
    await till.field('name').click();
    pressKeys([...'zhangsan'], 100);
    await till.field('name').waitUntil(async () => /\p{Script=Han}/u.test(await value('name')));
  };
  const press = async (testId: string) => {
    const [x, y] = await till.client.execute((id: string) => {
      const box = document.querySelector(`[data-testid=${id}]`)?.getBoundingClientRect();
      return box === undefined ? [0, 0] : [box.x + box.width / 2, box.y + box.height / 2];
    }, testId);
    pressMouse('Tillside', x ?? 0, y ?? 0);
  };
  const said = async () => {
    const word = till.client.$('#field-error-name');
    await word.waitUntil(async () => (await word.getText()) !== '');
  };

  test('the mouse on “save” in the middle of a word registers nothing', { retry: 4 }, async () => {
    await till.field('phone').addValue('18651822226');
    await till.field('consent').click();
    await compose();
    await press('save');
    await said();
    expect((await till.outbox()).recent).toEqual([]);
  });

  test('the mouse on the consent in the middle of a word, and then on “save”, registers no word that nobody has chosen', {
    retry: 4,
  }, async () => {
    await till.field('phone').addValue('18651822226');
    await compose();
    await press('consent');
    await said();
    expect(await till.field('consent').isSelected()).toBe(true);
    await press('save');
    await till.client.$('[data-testid=result-unchosen]').waitForDisplayed();
    expect((await till.outbox()).recent).toEqual([]);
    // Who has looked, and presses once more, means it.
    await setTimeout(600);
    await press('save');
    await till.client.$('[data-testid=confirmation]').waitForDisplayed();
  });

  test.each(['space', 'Return', '1'])(
    'a word that %s has chosen is registered at once',
    { retry: 4 },
    async (key) => {
      await till.field('phone').addValue('18651822226');
      await compose();
      pressKeys([key], 100);
      await setTimeout(300);
      await press('consent');
      await press('save');
      await till.client.$('[data-testid=confirmation]').waitForDisplayed();
    },
  );
});
