import { describe, expect, test } from 'vitest';
import { offeredTill, PIN, PROVISION } from '../../testing/tills/offeredTill.ts';

describe('a till that has settings and a PIN', () => {
  test('takes over a file that has brought its PIN; a wrong one is asked for like any other', async () => {
    const { offer, settings } = await offeredTill({ ...PROVISION, managerPin: PIN });
    expect(await offer({ brandId: 'brand 2', managerPin: PIN })).toBe('taken-over');
    expect(await offer({ brandId: 'brand 3', managerPin: '1111' })).toBe('asks');
    expect(settings.provision?.brandId).toBe('brand 2');
  });

  test('locks against whoever tries PINs with files, but the same file at every start counts once', async () => {
    const { offer, settings } = await offeredTill({ ...PROVISION, managerPin: PIN });
    for (let start = 0; start < 9; start += 1) await offer({ managerPin: '0000' });
    expect(settings.managerPin.lockedFor).toBe(0);
    for (const managerPin of ['0001', '0002', '0003', '0004']) await offer({ managerPin });
    expect(settings.managerPin.lockedFor).toBeGreaterThan(0);
    expect(await offer({ managerPin: PIN })).toBe('asks');
  });

  test('does not forget wrong tries because a trusted file has its PIN in it', async () => {
    const { offer, settings, clock } = await offeredTill({ ...PROVISION, managerPin: PIN });
    for (let tries = 0; tries < 5; tries += 1) await settings.managerPin.verify('0000');
    await offer({ managerPin: PIN }, true);
    expect(settings.managerPin.lockedFor).toBe(30_000);
    await clock.pass(30_000);
    expect(await settings.managerPin.verify('0000')).toBe('pin.locked');
  });
});
