import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePartialProvision } from '../../app/settings/partialProvision.ts';
import { parseProvision } from '../../app/settings/provision.ts';
import { commandDesk, RELAY_URL, TEMPLATE } from '../testing/commandDesk.ts';

const NEW = ['--name', 'Till 1', '--brand', '244323', '--shop', '239923231'];
const ADD = ['tills', 'add', ...NEW, '--template', 'template.json'];

/** A desk with one till. */
async function withTill() {
  const desk = await commandDesk();
  const { value } = await desk.json(...ADD, '--out', 'till.json');
  const { gateway } = JSON.parse(await readFile(join(desk.folder, 'till.json'), 'utf8'));
  return { ...desk, key: value.till.appKey as string, secret: gateway.appSecret as string };
}

describe('tills add', () => {
  test('writes a file that the till takes over as it stands, for its own account alone', async () => {
    const { run, desk, folder } = await commandDesk();
    const { code, out } = await run(...ADD, '--shop', 'moved', '--out', 'till.json');
    expect(code).toBe(0);
    const parsed = parseProvision(await readFile(join(folder, 'till.json'), 'utf8'));
    expect(parsed).toMatchObject({
      ok: true,
      value: { ...TEMPLATE, brandId: '244323', shopId: '239923231' },
    });
    const [record] = desk.state.storedTills.values();
    if (!parsed.ok || !record) throw new Error('nothing was made');
    expect(parsed.value.gateway.url).toBe(RELAY_URL);
    expect(parsed.value.gateway.appKey).toBe(record.appKey);
    expect(record).toMatchObject({ name: 'Till 1', shopIds: ['239923231', 'moved'] });
    expect(out).toContain(record.appKey);
    expect(out).not.toContain(parsed.value.gateway.appSecret);
  });

  test.skipIf(process.platform === 'win32')('writes it for its owner alone', async () => {
    const { folder } = await withTill();
    expect((await stat(join(folder, 'till.json'))).mode & 0o777).toBe(0o600);
  });

  test('names it by its key, so that no name of a till or a shop leads anywhere', async () => {
    const { run, folder } = await commandDesk();
    const name = '../../../tmp/收银 "一" $(x) `y` ; rm -rf';
    const shop = '../../etc/passwd';
    const args = ['--name', name, '--brand', '../b', '--shop', shop, '--template', 'template.json'];
    expect(await run('tills', 'add', ...args)).toMatchObject({ code: 0, errors: '' });
    const files = (await readdir(folder)).filter((file) => file !== 'template.json');
    expect(files).toEqual([expect.stringMatching(/^till-[a-z2-7]{20}\.provision\.json$/)]);
    const { shopId } = JSON.parse(await readFile(join(folder, files[0] ?? ''), 'utf8'));
    expect(shopId).toBe(shop);
  });

  test('replaces no file, also none behind a link, and then makes no till', async () => {
    const { run, desk, folder } = await commandDesk();
    await writeFile(join(folder, 'precious'), 'mine');
    await symlink(join(folder, 'nowhere'), join(folder, 'link'));
    for (const out of ['precious', 'link', '.']) {
      const { code, errors } = await run(...ADD, '--out', out);
      expect([code, errors]).toEqual([1, expect.stringContaining('file.not-written')]);
    }
    expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('mine');
    expect(await readdir(folder)).not.toContain('nowhere');
    expect(desk.state.storedTills.size).toBe(0);
  });

  test('leaves no file where no till was made', async () => {
    const { run, desk, folder } = await commandDesk();
    desk.state.beforeWrite = async () => {
      const { appKey } = JSON.parse(await readFile(join(folder, 'till.json'), 'utf8')).gateway;
      desk.state.storedTills.set(appKey, { version: 7 } as never);
    };
    expect(await run(...ADD, '--out', 'till.json')).toMatchObject({ code: 1 });
    expect(await readdir(folder)).toEqual(['template.json']);
  });

  test('says that another command is at the state, ends with 3, and leaves no file: nothing was done', async () => {
    const { run, desk, folder } = await commandDesk();
    desk.state.isHeld = true;
    const { code, errors } = await run(...ADD, '--out', 'till.json');
    expect([code, errors]).toEqual([
      3,
      expect.stringMatching(/^state\.held: .*Nothing was changed/),
    ]);
    expect(await readdir(folder)).toEqual(['template.json']);
    expect(desk.state.storedTills.size).toBe(0);
  });

  test('keeps the file where nobody knows whether the till was made, and ends with 3', async () => {
    const { run, desk, folder } = await commandDesk();
    desk.state.beforeWrite = async () => {
      desk.state.isAway = true;
    };
    const { code, errors } = await run(...ADD, '--out', 'till.json');
    expect([code, errors]).toEqual([3, expect.stringContaining('The file stays')]);
    expect(await readdir(folder)).toContain('till.json');
  });

  test('tells every mistake at once, and does nothing', async () => {
    const { run, desk, folder } = await commandDesk({ publicUrl: () => undefined });
    await writeFile(
      join(folder, 'wrong.json'),
      JSON.stringify({ gateway: { appSecret: 'hunter2' }, brandId: '1', lockAfterMinutes: -1 }),
    );
    const args = ['--name', 'two\nlines', '--shop', '1', '--shop', '1', '--template', 'wrong.json'];
    const { code, errors } = await run('tills', 'add', ...args, '--colour', 'red', 'word');
    expect(code).toBe(2);
    expect(errors.split('\n').toSorted()).toEqual([
      '--brand is missing',
      '--colour is not an option',
      '--name has a character that nobody sees',
      '--shop must not name a shop twice',
      "--template: brandId: is each till's own: leave it out of the template",
      "--template: gateway.appSecret: is each till's own: leave it out of the template",
      '--url is missing: the address of the relay as tills call it (or RELAY_PUBLIC_URL)',
      'there is a word too many: each value needs its option',
    ]);
    expect(desk.state.storedTills.size).toBe(0);
  });

  test.each([
    ['nobody who works at the till', {}, 'operators: is missing'],
    ['a setting that no till knows', { ...TEMPLATE, colour: 'red' }, '"colour" is not a known'],
    ['a PIN of three digits', { ...TEMPLATE, managerPin: '123' }, 'managerPin: '],
    ['a list', [], 'the template is no JSON object'],
  ])('refuses a template with %s by the till’s own rules', async (_, template, says) => {
    const { run, folder } = await commandDesk();
    await writeFile(join(folder, 'template.json'), JSON.stringify(template));
    const { code, errors } = await run(...ADD);
    expect([code, errors]).toEqual([2, expect.stringContaining(says)]);
    expect(errors).not.toContain('123');
  });

  test('lets a chain name the address and key of before, so that what waits goes on', async () => {
    const { run, folder } = await commandDesk();
    const formerly = [{ url: 'https://gw.api.taobao.com/router/rest', appKey: '12345678' }];
    const template = { ...TEMPLATE, gateway: { formerly, signMethod: 'md5' } };
    await writeFile(join(folder, 'template.json'), JSON.stringify(template));
    expect(await run(...ADD, '--out', 'till.json')).toMatchObject({ code: 0 });
    const { gateway } = JSON.parse(await readFile(join(folder, 'till.json'), 'utf8'));
    expect(gateway).toMatchObject({ formerly, signMethod: 'md5', url: RELAY_URL });
  });

  test('lets the till tell the relay how it is, unless the template says no', async () => {
    const { run, folder } = await commandDesk();
    const reportsIn = async (out: string) => {
      expect(await run(...ADD, '--out', out)).toMatchObject({ code: 0 });
      return JSON.parse(await readFile(join(folder, out), 'utf8')).reports;
    };
    expect(await reportsIn('one.json')).toEqual({ relay: true });
    const template = { ...TEMPLATE, reports: { relay: false } };
    await writeFile(join(folder, 'template.json'), JSON.stringify(template));
    expect(await reportsIn('two.json')).toEqual({ relay: false });
  });

  test('takes no address that a till would not take', async () => {
    const { run } = await commandDesk();
    const { code, errors } = await run(...ADD, '--url', 'ftp://user:hunter2@relay/');
    expect([code, errors]).toEqual([2, expect.stringMatching(/^--url /)]);
    expect(errors).not.toContain('hunter2');
  });
});

describe('tills list', () => {
  test('shows every till with its place and state, and no secret', async () => {
    const { run, key, secret } = await withTill();
    const { code, out } = await run('tills', 'list');
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`${key} +244323 +239923231 +Till 1 +valid +1$`, 'm'));
    expect(out).not.toContain(secret);
  });

  test('says how the first one is made, where there is none', async () => {
    const { run } = await commandDesk();
    expect((await run('tills', 'list')).out).toContain('tills add');
  });

  test('shows those of one brand, of some shops, or the valid ones alone', async () => {
    const { run, json, key } = await withTill();
    await run('tills', 'revoke', key);
    const { value } = await json(...ADD, '--shop', 'two', '--out', 'second.json');
    const keysOf = async (...args: string[]) =>
      (await json('tills', 'list', ...args)).value.tills.map(
        (one: { appKey: string }) => one.appKey,
      );
    expect(await keysOf('--valid')).toEqual([value.till.appKey]);
    expect(await keysOf('--shop', 'two')).toEqual([value.till.appKey]);
    expect(await keysOf('--brand', 'none')).toEqual([]);
    expect((await keysOf('--brand', '244323')).toSorted()).toEqual(
      [key, value.till.appKey].toSorted(),
    );
  });
});

describe('tills shops', () => {
  test('adds one, takes one away, or gives the whole list anew', async () => {
    const { run, key } = await withTill();
    expect(await run('tills', 'shops', key, '--add', 'moved')).toMatchObject({
      code: 0,
      out: `${key} may send for: 239923231, moved`,
    });
    expect((await run('tills', 'shops', key, '--remove', '239923231')).out).toContain(': moved');
    expect((await run('tills', 'shops', key, '--shop', 'a', '--shop', 'b')).out).toContain(
      ': a, b',
    );
  });

  test('never leaves a till without a shop', async () => {
    const { run, key, desk } = await withTill();
    const { code, errors } = await run('tills', 'shops', key, '--remove', '239923231');
    expect([code, errors]).toEqual([2, expect.stringContaining('at least one shop')]);
    expect(desk.state.storedTills.get(key)?.shopIds).toEqual(['239923231']);
  });

  test('changes nothing where somebody else has changed it meanwhile', async () => {
    const { run, key, desk } = await withTill();
    desk.state.beforeWrite = () => run('tills', 'shops', key, '--add', 'theirs');
    const { code } = await run('tills', 'shops', key, '--add', 'mine');
    expect(code).toBe(1);
    expect(desk.state.storedTills.get(key)?.shopIds).toEqual(['239923231', 'theirs']);
  });

  test('is told what is missing or too much', async () => {
    const { run } = await commandDesk();
    expect(await run('tills', 'shops', 'till-1')).toMatchObject({
      code: 2,
      errors: "KEY is no till's key: tills list shows them\n--shop, --add or --remove is missing",
    });
    expect((await run('tills', 'shops', '--add', 'a', '--shop', 'b')).errors).toBe(
      'KEY is missing\n--shop is the whole list: leave --add and --remove out',
    );
  });
});

describe('tills revoke', () => {
  test('twice is once', async () => {
    const { run, key, desk } = await withTill();
    const first = await run('tills', 'revoke', key);
    desk.clock.now += 86_400_000;
    expect(await run('tills', 'revoke', key)).toEqual(first);
    expect(first).toMatchObject({ code: 0, out: `${key} is revoked since 2026-11-28 04:00 UTC.` });
  });

  test('of what is not there ends with 1', async () => {
    const { run } = await commandDesk();
    const { code, errors } = await run('tills', 'revoke', `till-${'a'.repeat(20)}`);
    expect([code, errors]).toEqual([1, expect.stringContaining('till.unknown')]);
  });
});

describe('tills rotate', () => {
  test('writes what the machine’s own place takes, with the account alone in it', async () => {
    const { run, key, secret, folder } = await withTill();
    const { code, out } = await run('tills', 'rotate', key, '--out', 'rotation.json');
    expect([code, out]).toEqual([0, expect.stringContaining('until 2026-12-12 04:00 UTC')]);
    const text = await readFile(join(folder, 'rotation.json'), 'utf8');
    const { gateway, ...rest } = JSON.parse(text);
    expect(rest).toEqual({});
    expect(gateway).toEqual({ url: RELAY_URL, appKey: key, appSecret: expect.any(String) });
    expect(gateway.appSecret).not.toBe(secret);
    expect(parsePartialProvision(text)).toMatchObject({ ok: true });
    expect(out).not.toContain(gateway.appSecret);
  });

  test('with what the machine’s file says beside it', async () => {
    const { run, key, folder } = await withTill();
    const args = ['--template', 'template.json', '--out', 'rotation.json'];
    expect(await run('tills', 'rotate', key, ...args)).toMatchObject({ code: 0 });
    const { gateway: _, ...rest } = JSON.parse(
      await readFile(join(folder, 'rotation.json'), 'utf8'),
    );
    expect(rest).toEqual(TEMPLATE);
  });

  test('asks which secret is given up where two are valid, and leaves no file meanwhile', async () => {
    const { run, key, folder } = await withTill();
    await run('tills', 'rotate', key, '--out', 'one.json');
    const { code, errors } = await run('tills', 'rotate', key, '--out', 'two.json');
    expect([code, errors]).toEqual([1, expect.stringContaining('--drop newest')]);
    expect(await readdir(folder)).not.toContain('two.json');
    const dropped = await run('tills', 'rotate', key, '--drop', 'newest', '--out', 'two.json');
    expect(dropped).toMatchObject({ code: 0 });
  });

  test('at once, where it was stolen', async () => {
    const { run, json, key } = await withTill();
    expect((await run('tills', 'rotate', key, '--days', '0')).out).toContain('from now on');
    const { value } = await json('tills', 'list');
    expect(value.tills[0].secrets).toHaveLength(1);
  });

  test('at once, whatever the clock says where it is typed', async () => {
    // The relay's own is an hour behind it.
    const { run, json, desk } = await commandDesk({ now: () => Date.UTC(2026, 10, 28, 5) });
    const { value } = await json(...ADD);
    expect(desk.now()).toBeLessThan(Date.UTC(2026, 10, 28, 5));
    const rotated = await run('tills', 'rotate', value.till.appKey, '--days', '0');
    expect(rotated.out).toContain('from now on');
    const listed = await json('tills', 'list');
    expect(listed.value.tills[0].secrets).toEqual([expect.objectContaining({ until: null })]);
  });

  test('is told what it does not understand', async () => {
    const { run } = await commandDesk();
    const args = ['--days', '91', '--drop', 'both', '--url', 'nowhere'];
    expect((await run('tills', 'rotate', 'till-x', ...args)).errors.split('\n')).toEqual([
      "KEY is no till's key: tills list shows them",
      '--days must be a whole number from 0 to 90',
      '--drop must be newest or oldest',
      expect.stringMatching(/^--url /),
    ]);
  });
});

test('names of files are meant from where the command is typed', async () => {
  const { run, folder } = await commandDesk();
  await mkdir(join(folder, 'deep'));
  expect(await run(...ADD, '--out', 'deep/till.json')).toMatchObject({ code: 0 });
  expect(await readdir(join(folder, 'deep'))).toEqual(['till.json']);
});
