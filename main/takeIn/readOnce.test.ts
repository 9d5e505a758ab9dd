import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SET_UP, save } from '../../testing/tills/lostKey.ts';
import { freshFolder, PIN, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

const NAME = 'aside-2026-11-24T00-00-00-000Z';
const LATER = 'https://later.example.com/rest';

/**
 * A till that was set up, and once more by its manager; then somebody lets it be set aside at night. `earlier`: where its
 * first settings lie.
 */
async function setAsideAtNight() {
  const folder = await freshFolder();
  const earlier = join(folder, '..', 'earlier.json');
  const day = await startTill(folder, { offer: SET_UP });
  await save(day.till, 1);
  copyFileSync(join(folder, 'settings.json'), earlier);
  const { managerPin: _, ...silent } = PROVISION;
  const gateway = { ...PROVISION.gateway, url: LATER };
  await day.till.settings.provisionWith({ ...silent, gateway });
  await day.stop();
  await mkdir(join(folder, `${NAME}.moving`));
  return { folder, earlier };
}

/**
 * The next start, in which another program acts on the folder once everything in it was judged, and before anything of it
 * is taken: when the trail of now says that a queue has come back.
 */
async function startMeanwhile(folder: string, act: (aside: string) => void) {
  const trail = join(folder, 'audit-manager-000001.trail');
  let acts = 0;
  const onChanged = () => {
    if (acts > 0 || !existsSync(trail)) return;
    if (!readFileSync(trail, 'utf8').includes('queue.taken-in')) return;
    acts += 1;
    act(join(folder, NAME));
  };
  const night = await startTill(folder, { onChanged, offer: null });
  expect(acts).toBe(1);
  return night;
}

describe('what a folder brings is what was judged, whoever changes it in between', () => {
  test('settings that are removed there come along all the same: nobody sets the till up for those who wait', async () => {
    const { folder } = await setAsideAtNight();
    const { till, calls, codes } = await startMeanwhile(folder, (aside) =>
      rmSync(join(aside, 'settings.json')),
    );
    expect(till.settings.provision?.gateway.url).toBe(LATER);
    expect([...till.outbox.saves.values()]).toHaveLength(1);
    expect(codes()).toEqual(['queue.taken-in', 'audit.set-aside']);
    const { brandId, shopId, operators } = PROVISION;
    const gateway = { ...PROVISION.gateway, session: null, signMethod: 'hmac-sha256' as const };
    const settings = { gateway, brandId, shopId, operators, locale: 'zh-CN' as const };
    expect(await calls.setUp({ settings, managerPin: '97531' })).toMatchObject({ ok: false });
    expect(await till.settings.managerPin.verify(PIN)).toBe('ok');
  });

  test('earlier settings that are put in their place do not hold', async () => {
    const { folder, earlier } = await setAsideAtNight();
    const { till } = await startMeanwhile(folder, (aside) =>
      copyFileSync(earlier, join(aside, 'settings.json')),
    );
    expect(till.settings.lastProvision?.gateway.url).toBe(LATER);
  });

  test.each(['settings.json', 'pin.json'])(
    'the PIN comes along where %s is removed',
    async (name) => {
      const { folder } = await setAsideAtNight();
      const { till } = await startMeanwhile(folder, (aside) => rmSync(join(aside, name)));
      expect(await till.settings.managerPin.verify(PIN)).toBe('ok');
    },
  );

  test('a trail that is removed there is missed', async () => {
    const { folder } = await setAsideAtNight();
    const { till } = await startMeanwhile(folder, (aside) => {
      for (const name of readdirSync(aside))
        if (name.startsWith('audit')) rmSync(join(aside, name));
    });
    expect(till.warnings).toContainEqual({
      code: 'audit.broken',
      detail: `${NAME} is not as it was set aside`,
    });
  });
});
