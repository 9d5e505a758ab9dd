import { describe, expect, test } from 'vitest';
import { choice, queueDesk } from '../../testing/tills/queueDesk.ts';

const { requestId } = choice;

describe('looking for a person in the list', () => {
  const aList = async () => {
    const desk = await queueDesk();
    const found = (search: string) =>
      desk.handlers.listSaves({ filter: 'all', search, offset: 0, limit: 9 });
    return { ...desk, found };
  };

  test('finds whoever has a whole phone number, and nobody by a part of it', async () => {
    const { found } = await aList();
    expect(await found('138 0013 8000')).toMatchObject({
      value: { total: 1, rows: [{ requestId }] },
    });
    expect(await found('13800138001')).toMatchObject({ value: { total: 0 } });
    expect(await found('8000')).toMatchObject({ value: { total: 1 } });
    expect(await found('800')).toMatchObject({ value: { total: 0 } });
  });

  test('takes whole numbers no faster than a person asks, the same one as often as its list is shown', async () => {
    const { switches, found } = await aList();
    await found('13800138000');
    switches.tooFast = { ok: false, error: { code: 'lookup.too-fast', waitSeconds: 3 } };
    expect(await found('13800138000')).toMatchObject({ ok: true });
    expect(await found('S-0001')).toMatchObject({ ok: true });
    expect(await found('8000')).toMatchObject({ ok: true });
    expect(await found('13800138000')).toMatchObject({ ok: true });
    expect(await found('13900139000')).toEqual(switches.tooFast);
  });
});
