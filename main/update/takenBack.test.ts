import { expect, test } from 'vitest';
import { ANSWER_WITHIN_MS, FETCH_WITHIN_MS, LOOK_EVERY_MS } from '../../app/update/updateTimes.ts';
import { AT_REST, begin, HOUR } from '../../testing/tills/updatingTill.ts';

test('a version that is taken back before anybody has left the till is not installed once they have: the server is asked right before', async () => {
  const { done, world, pass, passUntilFetched, updates } = await begin();
  await passUntilFetched();
  expect(done).toContain('fetch');
  world.says = { outcome: 'staged-out', version: '0.2.0' };
  world.fetched = world.says;
  world.facts = AT_REST;
  await pass(LOOK_EVERY_MS);
  expect(done.at(-1)).toBe('check');
  expect(updates.view).toMatchObject({ waits: null, lastCheck: { outcome: 'staged-out' } });
  await pass(10 * HOUR);
  expect(done).not.toContain('close');
});

test('a version behind which a higher one has come is not installed: the higher one is fetched', async () => {
  const { done, world, pass, passUntilFetched, updates } = await begin();
  await passUntilFetched();
  world.says = { outcome: 'newer', version: '0.2.1' };
  world.fetched = world.says;
  world.facts = AT_REST;
  await pass(LOOK_EVERY_MS);
  expect(done).not.toContain('close');
  expect(updates.view.waits).toEqual({ version: '0.2.1', standing: 'known' });
  await pass(FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  expect(done.filter((one) => one === 'fetch')).toHaveLength(2);
  expect(done.at(-1)).toBe('install --hidden');
});

test('a version that the server has replaced under its number is not installed as it was: what it is now is fetched', async () => {
  const { done, world, pass, passUntilFetched, updates } = await begin();
  await passUntilFetched();
  world.isReplaced = true;
  world.facts = AT_REST;
  world.fetching = async () => {
    world.isReplaced = false;
  };
  await pass(LOOK_EVERY_MS);
  expect(done.at(-1)).toBe('check');
  expect(updates.view).toMatchObject({
    waits: { version: '0.2.0', standing: 'known' },
    lastCheck: { outcome: 'newer' },
  });
  await pass(FETCH_WITHIN_MS + 4 * LOOK_EVERY_MS);
  expect(done.filter((one) => one === 'fetch')).toHaveLength(2);
  expect(done.at(-1)).toBe('install --hidden');
});

test('without a word of the server nothing is installed, and it is asked again after an hour or two: that is told', async () => {
  const { done, world, pass, passUntilFetched, updates } = await begin();
  await passUntilFetched();
  world.says = { outcome: 'update.unreachable', version: null };
  world.facts = AT_REST;
  await pass(30 * LOOK_EVERY_MS);
  expect(done.filter((one) => one === 'check')).toHaveLength(2);
  expect(updates.view).toMatchObject({
    waits: { version: '0.2.0', standing: 'ready' },
    lastCheck: { outcome: 'update.unreachable' },
    why: 'no-answer',
  });
  await pass(5 * HOUR);
  expect(done).not.toContain('close');
  world.says = { outcome: 'newer', version: '0.2.0' };
  await pass(2 * HOUR + LOOK_EVERY_MS);
  expect(done.slice(-4)).toEqual(['check', 'verify', 'close', 'install --hidden']);
  expect(done.filter((one) => one === 'fetch')).toHaveLength(1);
});

test('a server that never says all of it is none that has answered', async () => {
  const { done, world, pass, passUntilFetched, updates, rest } = await begin();
  await passUntilFetched();
  world.asking = () => new Promise(() => {});
  world.isHeld = true;
  world.facts = AT_REST;
  await pass(ANSWER_WITHIN_MS + 2 * LOOK_EVERY_MS);
  await rest();
  expect(updates.view).toMatchObject({ why: 'no-answer', waits: { standing: 'ready' } });
  expect(done).not.toContain('close');
});

test.each(['asking', 'looking', 'closing'] as const)(
  'what the server has said before the PC slept was not said right before: %s in the evening, awake the next one',
  async (moment) => {
    const { done, world, clock, pass, passUntilFetched } = await begin();
    await passUntilFetched();
    world[moment] = async () => {
      world[moment] = async () => {};
      clock.jump(20 * HOUR);
    };
    world.facts = AT_REST;
    await pass(LOOK_EVERY_MS);
    expect(done.join()).not.toContain('install');
    // A till that is not closed yet asks anew.
    const isOpen = !done.includes('close');
    await pass(LOOK_EVERY_MS);
    expect(done.at(-1)).toBe(isOpen ? 'install --hidden' : 'close');
  },
);

test('nor is anything installed at a quit behind such a sleep', async () => {
  const { done, world, clock, pass, passUntilFetched, updates } = await begin();
  await passUntilFetched();
  await pass(LOOK_EVERY_MS);
  world.looking = () => clock.jump(20 * HOUR);
  await updates.atQuit()?.(() => false);
  expect(done.at(-1)).toBe('verify');
});

test('at a quit nobody is asked: what the server has taken back since is known within the hour, and is not installed', async () => {
  const { done, world, pass, passUntilFetched, updates } = await begin();
  await passUntilFetched();
  world.says = { outcome: 'staged-out', version: '0.2.0' };
  await pass(HOUR);
  expect(updates.atQuit()).toBe(null);
  expect(done.join()).not.toContain('install');
});

test('at a quit what the server has offered for the last time more than an hour ago is left, also where the PC slept meanwhile', async () => {
  const { clock, world, pass, passUntilFetched, updates } = await begin();
  await passUntilFetched();
  await pass(3 * HOUR);
  expect(updates.atQuit()).not.toBe(null);
  clock.jump(2 * HOUR);
  expect(updates.atQuit()).toBe(null);
  clock.jump(-2 * HOUR);
  expect(updates.atQuit()).not.toBe(null);
  world.says = { outcome: 'update.unreachable', version: null };
  await pass(2 * HOUR);
  expect(updates.view.waits?.standing).toBe('ready');
  expect(updates.atQuit()).toBe(null);
});
