import { describe, expect, test } from 'vitest';
import type { Draft } from '../app/draft/draft.ts';
import type { RestoredDraft } from '../app/ipc/restoredDraft.ts';
import { EMPTY_MEMBER } from '../app/member/memberSchema.ts';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { ScannerGun } from './ScannerGun.ts';

const LOCKED = `document.querySelector('[data-testid=lock-screen]')`;
const RESTORED = `document.querySelector('[data-testid=result-restored]')`;
const OFFERED = `document.querySelector('[data-testid=undo-of-offered]')`;
const OTHER = '13900139000';

const left: RestoredDraft = {
  requestId: 'ab'.repeat(16),
  operatorId: '2392314',
  member: { ...EMPTY_MEMBER, mobile: '186 5182 2226', name: 'Li', gender: 0, outerType: 'wechat' },
  consent: {
    at: 5,
    brandId: '21003',
    noticeVersion: 'v3',
    operatorId: '2392313',
    marketing: true,
  },
  correcting: null,
  chosen: null,
  isLocked: false,
  age: 30_000,
};

describe.skipIf(!hasChromium)('a form that nobody saved', () => {
  const preview = givenFreshPreview();
  const { page } = preview;

  const kept = () => page.evaluate<Draft | null>('memoryTill.draft()');
  const crash = async (draft: RestoredDraft, query = '', until = RESTORED) => {
    await page.evaluate(
      `sessionStorage.setItem('crashed-with', ${JSON.stringify(JSON.stringify(draft))})`,
    );
    await preview.show({ query, until });
    await page.evaluate(`sessionStorage.removeItem('crashed-with')`);
  };

  test('is on the disk moments after the key, with its id, its consent and its operator', async () => {
    await page.type('1865182222');
    await page.press('F5');
    await page.type('6');
    await page.until(`memoryTill.draft()?.member.mobile === '186 5182 2226'`);
    const draft = await kept();
    expect(draft?.operatorId).toBe('2392313');
    expect(draft?.consent).toMatchObject({ noticeVersion: 'v3', marketing: false });
    await page.press('F4');
    await preview.confirmed();
    expect((await preview.requests())[0]?.requestId).toBe(draft?.requestId);
    await page.until('memoryTill.draft() === null');
  });

  test('is on the disk before the page says so to a window that is about to go, however short ago it was typed', async () => {
    await page.type('1865182222');
    await page.evaluate('memoryTill.askToKeep(7)');
    await page.until('memoryTill.kept.length === 1');
    expect(await page.evaluate('memoryTill.kept')).toMatchObject([
      { question: 7, isKept: true, draft: { member: { mobile: '186 5182 222' } } },
    ]);
    // Where no form is there is nothing to wait for.
    await preview.show({ query: '?provisioned=no', until: `document.querySelector('main')` });
    await page.evaluate('memoryTill.askToKeep(8)');
    await page.until('memoryTill.kept.length === 1');
  });

  test('that the disk does not take is not said to be kept to a window that is about to go', async () => {
    await preview.till(`memoryTill.bridge.keepDraft = async () =>
      ({ ok: false, error: { code: 'store.disk-full' } })`);
    await page.type('139');
    await page.evaluate('memoryTill.askToKeep(7)');
    await page.until('memoryTill.kept.length === 1');
    expect(await page.evaluate('memoryTill.kept')).toMatchObject([{ question: 7, isKept: false }]);
  });

  test('nor is what was typed during a save for the form after it, before it stands there and is on the disk', async () => {
    await page.type('18651822226');
    const end = await preview.holdSave({ atOnce: true });
    await preview.save();
    await page.until('window.endSave');
    const next = '13900139000';
    for (const digit of next) {
      await page.press(digit);
      // Slower than a scanner.
      await page.evaluate('new Promise((done) => setTimeout(done, 120))');
    }
    await page.evaluate('memoryTill.askToKeep(7)');
    await page.until('memoryTill.kept.length === 1');
    expect(await page.evaluate('memoryTill.kept[0]')).toMatchObject({ isKept: false });
    await end();
    await page.until(`memoryTill.draft()?.member.mobile === '139 0013 9000'`);
    await page.evaluate('memoryTill.askToKeep(8)');
    await page.until('memoryTill.kept.length === 2');
    expect(await page.evaluate('memoryTill.kept[1]')).toMatchObject({
      isKept: true,
      draft: { member: { mobile: '139 0013 9000' } },
    });
  });

  test('and that waits for F3 behind somebody else is not said to be kept before it has the place on the disk', async () => {
    const asked = async (question: number) => {
      await page.evaluate(`memoryTill.askToKeep(${question})`);
      await page.until(`memoryTill.kept.at(-1)?.question === ${question}`);
      return page.evaluate('memoryTill.kept.at(-1)');
    };
    await crash(left);
    await page.type('139');
    await page.until(OFFERED);
    expect(await asked(7)).toMatchObject({ isKept: false, draft: { member: { mobile: '139' } } });
    await page.press('F2');
    expect(await asked(8)).toMatchObject({ isKept: true, draft: { requestId: left.requestId } });
  });

  test('comes back after a crash of the page with the caret where it was: the rest of a name goes into no phone number', async () => {
    const draft = { ...left, member: { ...left.member, name: 'Zhang' } };
    await page.type('18651822226');
    await page.press('Enter');
    await page.insert('Zhang');
    await page.press('ArrowLeft');
    await page.press('ArrowLeft');
    await crash(draft);
    // Nobody can have read it before.
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 1_200))');
    expect(await page.focused()).toBe('name');
    await page.insert('o');
    expect(await page.value('name')).toBe('Zhaong');
    expect(await page.value('phone')).toBe('186 5182 2226');
  });

  test('that is not the next customer’s lets that one begin with the phone number, wherever the caret was', async () => {
    await page.type('18651822226');
    await page.press('Enter');
    await page.insert('Li');
    await crash(left);
    await page.type('1');
    await page.until(OFFERED);
    expect(await page.focused()).toBe('phone');
    expect(await page.value('phone')).toBe('1');
  });

  test('leaves the disk when it is saved, and when it is cleared; undone, it is kept again', async () => {
    await page.type('186');
    await page.until('memoryTill.draft()');
    await page.press('F2');
    await page.until('memoryTill.draft() === null');
    await page.press('F3');
    await page.until(`memoryTill.draft()?.member.mobile === '186'`);
    await page.press('Backspace');
    await page.press('Backspace');
    await page.press('Backspace');
    await page.until('memoryTill.draft() === null');
  });

  test('that could not be saved is kept on', async () => {
    await preview.till(`memoryTill.switches.storeFailure = 'store.disk-full'`);
    await page.type('18651822226');
    await preview.save();
    await page.until(`document.querySelector('[data-testid=save-failed]')`);
    await page.until(`memoryTill.draft()?.member.mobile === '186 5182 2226'`);
  });

  test('is back after a crash, under its id: all of it, the consent and the operator', async () => {
    await crash(left);
    expect(await page.value('phone')).toBe('186 5182 2226');
    expect(await page.value('name')).toBe('Li');
    expect(await page.value('outer-type')).toBe('wechat');
    expect(await page.focused()).toBe('phone');
    await page.press('F4');
    await preview.confirmed();
    const [request] = await preview.requests();
    const { requestId, operatorId, consent } = left;
    expect(request).toMatchObject({ requestId, operatorId, consent, member: { gender: 0 } });
  });

  test('whose id was saved with other content comes back with a new one', async () => {
    await crash({ ...left, requestId: null });
    await page.press('F4');
    await preview.confirmed();
    expect((await preview.requests())[0]?.requestId).toMatch(/^[0-9a-f]{32}$/);
  });

  test('under an older notice comes back without the tick', async () => {
    await crash({
      ...left,
      consent: { ...(left.consent as object), noticeVersion: 'v2' } as never,
    });
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=consent-missing]')`);
  });

  test('of another brand comes back without the tick, says so, and is registered once the customer has agreed anew', async () => {
    await crash({ ...left, consent: { ...(left.consent as object), brandId: '1' } as never });
    expect(await page.text('result-restored')).toContain('换了品牌');
    expect(await page.value('name')).toBe('Li');
    for (const box of ['consent', 'marketing'])
      expect(await page.evaluate(`document.querySelector('[data-testid=${box}]').checked`)).toBe(
        false,
      );
    await page.press('F4');
    await page.until(`document.querySelector('[data-testid=consent-missing]')`);
    expect(await preview.requests()).toEqual([]);
    await page.press('F5');
    await page.press('F4');
    await preview.confirmed();
    expect((await preview.requests())[0]?.consent).toMatchObject({
      brandId: '21003',
      marketing: false,
    });
  });

  test.each([
    ['of somebody who went away before the crash', { age: 61_000 }],
    ['that was locked', { isLocked: true }],
  ])('%s comes back behind the lock', async (_, how) => {
    await crash({ ...left, ...how }, '?lock=1', LOCKED);
    expect(await page.evaluate('document.body.innerText')).not.toContain('186');
    await page.press('Enter');
    await page.until(`!${LOCKED}`);
    expect(await page.value('phone')).toBe('186 5182 2226');
  });

  test('that was locked is in no frame to be seen before the lock', async () => {
    const source = `
      window.seen = 0;
      const look = () => {
        const isShown = [...document.querySelectorAll('input')].some(
          (input) => input.value.includes('186') && input.checkVisibility());
        if (isShown && !${LOCKED}) window.seen += 1;
        requestAnimationFrame(look);
      };
      look();`;
    const call = (method: string, params: object) => page.browser.call(method, { ...params });
    const added = await call('Page.addScriptToEvaluateOnNewDocument', { source });
    for (const _start of [1, 2, 3]) {
      await crash({ ...left, isLocked: true }, '?lock=1', LOCKED);
      expect(await page.evaluate('window.seen')).toBe(0);
      await page.evaluate('sessionStorage.clear()');
    }
    await call('Page.removeScriptToEvaluateOnNewDocument', added);
  });

  test('that corrects a member by the number is that correction again, and is read for whoever unlocks, in that name', async () => {
    const member = {
      requestId: 'cd'.repeat(16),
      slip: 'S-0007',
      registeredAt: 1,
      masked: { mobile: '186****2226', name: 'L*' },
      state: 'pending' as const,
    };
    const chosen = { mobile: '18651822226', member, decided: [] };
    await crash({ ...left, chosen, isLocked: true }, '?lock=1', LOCKED);
    await preview.till(`memoryTill.bridge.readForCorrection = async (asked) => {
      window.asked = asked;
      return { ok: false, error: { code: 'save.changed' } };
    }`);
    await page.click('unlock-2392315');
    await page.until('window.asked');
    expect(await page.evaluate('window.asked')).toEqual({
      requestId: member.requestId,
      operatorId: '2392315',
    });
    await page.until(`memoryTill.draft()?.chosen?.requestId === '${member.requestId}'`);
    expect((await kept())?.operatorId).toBe('2392315');
    await page.press('F2');
    await page.until('memoryTill.draft() === null');
  });

  describe.each(['lookup.too-fast', 'audit.refused', 'store.failed', 'request.refused'] as const)(
    'for which %s comes back',
    (code) => {
      const LATER = `document.querySelector('[data-testid=draft-later][data-code="${code}"]')`;
      const refused = async () => {
        const error = JSON.stringify({ code, waitSeconds: 1 });
        await page.evaluate(`sessionStorage.setItem('draft-refused', ${JSON.stringify(error)})`);
        await crash(left, '', LATER);
        await page.evaluate(`sessionStorage.removeItem('draft-refused')`);
      };

      test('is told, stays, and is offered as soon as that is over: F3 brings it', async () => {
        await refused();
        await preview.till('memoryTill.switches.draftRefusal = null');
        await page.until(OFFERED);
        expect(await page.evaluate(`!${LATER}`)).toBe(true);
        expect(await page.value('phone')).toBe('');
        await page.press('F3');
        await page.until(RESTORED);
        expect(await page.value('phone')).toBe('186 5182 2226');
      });

      test('stays on the disk whatever is typed, saved and cleared meanwhile, and waits for an empty form', async () => {
        await refused();
        await page.evaluate(`(() => {
        window.told = 0;
        const { bridge } = memoryTill;
        const { keepDraft, dropDraft } = bridge;
        bridge.keepDraft = (given) => { window.told += 1; return keepDraft(given); };
        bridge.dropDraft = () => { window.told += 1; return dropDraft(); };
      })()`);
        await page.type('13900139000');
        await preview.save();
        await preview.confirmed();
        await page.type('139');
        await page.evaluate('memoryTill.askToKeep(7)');
        await page.until('memoryTill.kept.length === 1');
        expect(await page.evaluate('memoryTill.kept[0].isKept')).toBe(false);
        await preview.till('memoryTill.switches.draftRefusal = null');
        await page.evaluate('new Promise((done) => setTimeout(done, 1_800))');
        expect(await page.value('phone')).toBe('139');
        expect(await page.evaluate('window.told')).toBe(0);
        await page.press('F2');
        await page.until(`memoryTill.draft()?.member.name === 'Li'`);
        // What was cleared comes back first.
        await page.press('F3');
        for (const _ of '139') await page.press('Backspace');
        await page.until(OFFERED);
        await page.press('F3');
        expect(await page.value('phone')).toBe('186 5182 2226');
      });
    },
  );

  describe('and comes late', () => {
    const refused = async (draft: RestoredDraft, query = '') => {
      const error = JSON.stringify({ code: 'store.failed', waitSeconds: 1 });
      await page.evaluate(`sessionStorage.setItem('draft-refused', ${JSON.stringify(error)})`);
      await crash(draft, query, `document.querySelector('[data-testid=draft-later]')`);
      await page.evaluate(`sessionStorage.removeItem('draft-refused')`);
    };
    const given = () => preview.till('memoryTill.switches.draftRefusal = null');
    const aMoment = () => page.evaluate('new Promise((done) => setTimeout(done, 1_800))');
    const come = async (id: string) => {
      await page.press('F10');
      await page.until(`document.querySelector('[data-testid="operator-${id}"]')`);
      await page.evaluate('new Promise((done) => setTimeout(done, 600))');
      await page.click(`operator-${id}`);
    };

    test.each(['scanned', 'typed'])(
      'gives nothing to the next customer, whose number is %s at that moment',
      async (how) => {
        await crash(left, '?draft=slow', OFFERED);
        if (how === 'scanned') await new ScannerGun(page.keyboard).scan(OTHER);
        else await page.type(OTHER);
        expect(await page.value('phone')).toBe('139 0013 9000');
        expect(await page.value('name')).toBe('');
        await preview.save();
        await preview.confirmed();
        const [request, ...more] = await preview.requests();
        expect(more).toEqual([]);
        expect(request?.requestId).not.toBe(left.requestId);
        expect(request).toMatchObject({ member: { name: '', gender: null } });
        await page.press('F3');
        expect(await page.value('phone')).toBe('186 5182 2226');
      },
    );

    test.each(['scanned', 'typed', 'tapped'])(
      'makes room for a number that is %s before anybody can have read what came at once',
      async (how) => {
        await crash(left);
        // It has come in only just now.
        await page.evaluate(`(() => {
          const real = performance.now.bind(performance);
          performance.now = () => real() - 60_000;
        })()`);
        if (how === 'scanned') await new ScannerGun(page.keyboard).scan(OTHER);
        else if (how === 'typed') await page.type(OTHER);
        else for (const digit of OTHER) await page.click(`pad-${digit}`);
        expect(await page.value('phone')).toBe('139 0013 9000');
        expect(await page.value('name')).toBe('');
        await page.press('F3');
        expect(await page.value('phone')).toBe('186 5182 2226');
      },
    );

    test('comes in where somebody has come past the lock before it, and locks nobody out again', async () => {
      await page.evaluate(`sessionStorage.setItem('locked', 'yes')`);
      await crash({ ...left, isLocked: true }, '?lock=1&draft=held', LOCKED);
      await page.evaluate(`(() => {
        const mine = document.querySelector('[data-testid=unlock-2392314]');
        mine.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
        mine.click();
        memoryTill.letDraftCome();
      })()`);
      await page.until(RESTORED);
      expect(await page.value('phone')).toBe('186 5182 2226');
      expect(await page.evaluate(`!!${LOCKED}`)).toBe(false);
    });

    test('is offered also where it is there at once and a hand has come before it', async () => {
      await crash({ ...left, isLocked: true }, '?draft=under-a-hand', OFFERED);
      expect(await page.value('phone')).toBe('');
      expect(await page.evaluate(`!!${LOCKED}`)).toBe(false);
    });

    test('puts down to nobody else what the operator saves who has come meanwhile', async () => {
      await refused(left);
      await come('2392315');
      await page.type(OTHER);
      await preview.save();
      await preview.confirmed();
      await given();
      await aMoment();
      // Nobody knows that form here: away with it, and on to the next customer.
      await page.press('F3');
      await page.until(RESTORED);
      await page.press('F2');
      await page.type('13900139001');
      await preview.save();
      await preview.confirmed();
      const operators = (await preview.requests()).map(({ operatorId }) => operatorId);
      expect(operators).toEqual(['2392315', '2392315']);
    });

    test('locks nobody out who is looking something up in the records', async () => {
      await refused({ ...left, isLocked: true }, '?lock=1');
      await page.press('F8');
      await page.until(`document.querySelector('[data-testid=queue-panel]')`);
      await page.type('0187');
      await given();
      await aMoment();
      expect(await page.evaluate(`!!${LOCKED}`)).toBe(false);
      expect(await page.evaluate(`!!document.querySelector('[data-testid=queue-panel]')`)).toBe(
        true,
      );
    });

    test.each([
      ['of somebody who went away before the crash', { age: 61_000 }],
      ['of a locked screen', { isLocked: true }],
    ])('%s is shown to nobody before he has unlocked', async (_, how) => {
      await refused({ ...left, ...how }, '?lock=1');
      await given();
      await page.until(OFFERED);
      expect(await page.evaluate(`!!${LOCKED}`), 'nothing is to be seen').toBe(false);
      await page.until('memoryTill.draft()?.isLocked');
      await page.press('F3');
      await page.until(LOCKED);
      expect(await page.evaluate('document.body.innerText')).not.toContain('186');
      await page.click('unlock-2392315');
      await page.until(RESTORED);
      expect(await page.value('phone')).toBe('186 5182 2226');
      await page.until('memoryTill.draft()?.isLocked === false');
      expect((await kept())?.operatorId).toBe('2392315');
    });
  });

  test('that comes back from a channel that was broken stays, and is back as soon as it is whole', async () => {
    await crash(left, '?draft=broken', `document.querySelector('[data-testid=draft-later]')`);
    await page.until(OFFERED, 15_000);
    await page.press('F3');
    expect(await page.value('phone')).toBe('186 5182 2226');
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
