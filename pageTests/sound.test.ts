import { beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browser.ts';
import { givenFreshPreview } from './givenPreview.ts';
import { keysOf, ScannerGun } from './ScannerGun.ts';

const ENTER = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };

describe.skipIf(!hasChromium)('the sounds', () => {
  const preview = givenFreshPreview();
  const { page } = preview;
  beforeEach(async () => {
    // The browser's own device, with every pitch that it is asked for written down.
    await page.evaluate(`(() => {
      window.heard = [];
      window.devices = 0;
      const Real = AudioContext;
      window.AudioContext = class extends Real {
        constructor() { super(); window.devices += 1; }
        createOscillator() {
          const oscillator = super.createOscillator();
          const start = oscillator.start.bind(oscillator);
          oscillator.start = (when) => { window.heard.push(oscillator.frequency.value); start(when); };
          return oscillator;
        }
      };
    })()`);
  });

  const heard = async () => (await page.evaluate<number[]>('heard')).map(Math.round);
  let registered = 0;
  /** Somebody new: who is a member already makes no save. */
  const save = async () => {
    registered += 1;
    await page.type(`1865182${String(registered).padStart(4, '0')}`);
    await preview.save();
    await preview.confirmed();
  };

  test('rise when a save is safe, and no sound device is opened before the first one', async () => {
    await page.type('18651822226');
    expect(await page.evaluate('devices')).toBe(0);
    await preview.save();
    await preview.confirmed();
    expect(await heard()).toEqual([880, 1319]);
    await save();
    expect(await page.evaluate('devices')).toBe(1);
  });

  test('are low and twice when something is wrong: in the form, and on the disk', async () => {
    await page.press('F4');
    await page.until('heard.length === 2');
    await preview.till('memoryTill.switches.storeFailure = "store.failed"');
    await page.type('18651822226');
    await preview.save();
    await page.until(`document.querySelector('[data-testid=save-failed]')`);
    expect(await heard()).toEqual([233, 233, 233, 233]);
  });

  test('are low once for digits that go nowhere, however many they are', async () => {
    await page.type('13800138094');
    await page.focus('consent');
    await page.type('19900228');
    await page.until(`document.querySelector('[data-testid=keys-dropped]')`);
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 400))');
    expect(await heard()).toEqual([233, 233]);
  });

  test('are low for a save that fails, and once more for the keys that are lost with it', async () => {
    await preview.till('memoryTill.switches.storeFailure = "store.failed"');
    const end = await preview.holdSave();
    await page.type('18651822226');
    await preview.save();
    await page.type('139');
    await end();
    await page.until(`document.querySelector('[data-testid=keys-dropped]')`);
    expect(await heard()).toEqual([233, 233, 233, 233]);
  });

  test('are low for a code that nobody knows as well', async () => {
    await new ScannerGun(page.keyboard).scan('6901234567892');
    await page.until(`document.querySelector('[data-testid=scan-feedback][data-kind=unknown]')`);
    await page.until('heard.length === 2');
    expect(await heard()).toEqual([233, 233]);
  });

  test('are low for a hand’s key that came into a code and does nothing', async () => {
    await page.type('139');
    const escapeKey = { key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 27 };
    const code = keysOf('oUpF8uMuAJO_M2pxb1Q9zNjWeS6o');
    const keys = [...code.slice(0, 8), escapeKey, ...code.slice(8), ENTER];
    await Promise.all(
      keys.map((key, index) => page.keyboard.strike(key, index === 0 ? undefined : 12)),
    );
    await page.until(`document.querySelector('[data-testid=scan-feedback][data-kind=outerId]')`);
    expect(await page.value('phone')).toBe('139');
    expect(await heard()).toEqual([233, 233]);
  });

  test('are low for a short code where nothing takes text; in a field it is typed', async () => {
    const gun = new ScannerGun(page.keyboard);
    await page.focus('remark');
    await gun.scan('AB12');
    await page.until(`document.querySelector('[data-testid=remark]').value === 'AB12'`);
    expect(await heard()).toEqual([]);
    await page.focus('sound');
    await gun.scan('AB12');
    await page.until('heard.length === 2');
    expect(await heard()).toEqual([233, 233]);
    expect(await page.value('remark')).toBe('AB12');
    expect(await page.value('name')).toBe('');
  });

  test('can be switched off and on where everybody sees it, and the till keeps the choice', async () => {
    await page.click('sound');
    expect(await page.evaluate(`document.querySelector('[data-testid=sound]').ariaPressed`)).toBe(
      'false',
    );
    expect(await page.evaluate('memoryTill.switches.isSoundOn')).toBe(false);
    await save();
    expect(await heard()).toEqual([]);
    await page.click('sound');
    expect(await page.evaluate('memoryTill.switches.isSoundOn')).toBe(true);
    expect(await heard()).toEqual([880, 1319]);
  });

  test('let the device go two seconds after the last one, and take it again for the next', async () => {
    await page.evaluate(`(() => {
      const Noted = window.AudioContext;
      window.AudioContext = class extends Noted {
        constructor() { super(); window.device = this; }
        createOscillator() { window.heardAt = performance.now(); return super.createOscillator(); }
        suspend() { window.restAt ??= performance.now(); return super.suspend(); }
      };
    })()`);
    await save();
    await save();
    await page.until('window.restAt');
    const rest = await page.evaluate<number>('restAt - heardAt');
    expect(rest).toBeGreaterThanOrEqual(1_990);
    await page.until(`device.state === 'suspended'`);
    await page.evaluate('void (window.heard = [])');
    await save();
    expect(await heard()).toEqual([880, 1319]);
    await page.until(`device.state === 'running'`);
  });

  test('are nothing to fail for: without a sound device everything else goes on', async () => {
    await page.evaluate(
      `window.AudioContext = class { constructor() { throw new Error('none'); } }`,
    );
    await save();
    await page.evaluate('delete window.AudioContext');
    await save();
  });

  test('nothing was refused by the policy and nothing was written to the console', () => {
    expect(preview.complaints).toEqual([]);
  });
});
