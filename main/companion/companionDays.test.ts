import fc from 'fast-check';
import { expect, test } from 'vitest';
import { USUAL_WINDOW } from '../../app/settings/windowChoices.ts';
import { companionWorld, settled } from '../../testing/tills/companionWorld.ts';

/** Whatever somebody, the system or the page does with a till, and how long nothing happens then (ms). */
const HAPPENINGS = [
  'close',
  'press the hot key',
  'bring up',
  'another program in front',
  'the page dies',
  'the page closes its window',
  'the page is slow',
  'the disk takes no draft, or does again',
  'the panel comes or goes',
  'quit',
  'answer',
] as const;
interface Happening {
  what: (typeof HAPPENINGS)[number];
  yes: boolean;
  after: number;
}

const day: fc.Arbitrary<Happening[]> = fc.array(
  fc.record({
    what: fc.constantFrom(...HAPPENINGS),
    yes: fc.boolean(),
    after: fc.constantFrom(0, 100, 600, 1_100, 3_100, 16 * 60_000),
  }),
  { maxLength: 25 },
);

async function live(hasTray: boolean, happenings: Happening[]) {
  const at = companionWorld();
  const { page, companion, words, clock, world } = at;
  let isDead = false;
  page.load = () => {
    if (!page.isThere) page.show('front');
    isDead = false;
  };
  const show = page.show.bind(page);
  page.show = (how) => {
    if (!page.isThere) isDead = false;
    show(how);
  };
  at.begin({ hasTray });
  const answers = (yes: boolean) => ({
    closing: yes ? 'minimize' : 'stay',
    quitting: false,
    again: yes ? 'again' : 'quit',
  });
  const answer = async (yes: boolean) => {
    const what = [...words.open.keys()].at(yes ? 0 : -1) as keyof ReturnType<typeof answers>;
    if (what === undefined) return;
    words.answer(answers(yes)[what], what);
    await settled();
  };
  for (const { what, yes, after } of happenings) {
    if (what === 'close' && page.isThere && page.state !== 'hidden') void companion.closeAsked();
    if (what === 'press the hot key') companion.press();
    if (what === 'bring up') companion.bringUp();
    if (what === 'another program in front' && page.state === 'front') page.state = 'behind';
    if (what === 'the page is slow') page.saysKept = !page.saysKept;
    if (what === 'the disk takes no draft, or does again') page.isKept = !page.isKept;
    if (what === 'the panel comes or goes') at.tray.isSeen = !at.tray.isSeen;
    // Not every end of it is told.
    if (what === 'the panel comes or goes' && yes) await at.tray.look();
    if (what === 'quit' && at.tray.isThere) void companion.quitAsked();
    if (what === 'answer') await answer(yes);
    const isHidden = page.state === 'hidden';
    if (page.isThere && !isDead && !isHidden && what === 'the page closes its window') {
      page.state = 'none';
      isDead = true;
      // A question that stood over it goes with it.
      words.answer('stay', 'closing');
      companion.pageEnded('closed');
    }
    if (page.isThere && !isDead && what === 'the page dies') {
      isDead = true;
      companion.pageEnded('crashed');
    }
    await settled();
    await clock.pass(after);
    await settled();
  }
  await clock.pass(4_000);
  await settled();
  // Somebody finds it: in the tray, in sight, or in a box that asks.
  const isSeen = () => (page.isThere && page.state !== 'hidden') || words.open.size > 0;
  await at.tray.look();
  await settled();
  expect(at.tray.isThere || isSeen(), 'nothing to be seen').toBe(true);
  expect(page.isThere && isDead && words.open.size === 0, 'a dead page stays').toBe(false);
  // And it can be ended.
  for (let times = 0; times < 5; times += 1) await answer(true);
  world.choices = USUAL_WINDOW;
  companion.bringUp();
  void (at.tray.isThere ? companion.quitAsked() : companion.closeAsked());
  await settled();
  // A page that is slow is waited for so long.
  await clock.pass(500);
  await settled();
  expect([...words.open.keys()]).toEqual([at.tray.isThere ? 'quitting' : 'closing']);
}

test.each([true, false])(
  'whatever happens in whatever order, a till is to be found and to be ended (tray: %s)',
  async (hasTray) => {
    await fc.assert(
      fc.asyncProperty(day, (happenings) => live(hasTray, happenings)),
      {
        numRuns: 1_000,
      },
    );
  },
);
