import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Draft } from '../app/draft/draft.ts';
import { EMPTY_MEMBER } from '../app/member/memberSchema.ts';
import { freshFolder, OPERATOR, PIN, startTill } from '../testing/tills/openedTill.ts';
import { registration } from '../testing/tills/registration.ts';
import { rotateLog } from './files/rotateLog.ts';
import { HEALTH_FILE, keepHealth } from './health/healthFile.ts';
import { folderId } from './move/exportPlace.ts';
import { queueFiles } from './move/queueFiles.ts';

const DRAFT: Draft = {
  requestId: 'd'.repeat(32),
  operatorId: OPERATOR,
  member: { ...EMPTY_MEMBER, mobile: '138' },
  consent: null,
  correctionOf: null,
  chosen: null,
  isLocked: false,
};

const id = (letter: string) => letter.repeat(32);

/** Windows' own limit is 260 characters; with the names of the till's files this is well beyond it. */
const LONG = Array.from({ length: 10 }, (_, number) => `一号店 till ${number} ${'x'.repeat(24)}`);

test.each([
  ['Chinese characters, blanks and signs', ['收银 数据 (一号)', "老板的 & 'till' 100%", 'α β']],
  ['more than 260 characters', LONG],
])(
  'a till lives in a folder with a path of %s: saves, settings, draft, moves, health and log, and all of it at the next start',
  async (_, names) => {
    const folder = join(await freshFolder(), ...names, 'data');
    await mkdir(folder, { recursive: true });
    const first = await startTill(folder);
    const { calls, till } = first;
    expect(await calls.registerMember(registration(id('a'), '13812346520'))).toMatchObject({
      ok: true,
    });
    expect(await calls.changePin({ pin: PIN, newPin: '1357' })).toMatchObject({ ok: true });
    expect(await till.drafts.keep(DRAFT)).toBeNull();

    const endHealth = keepHealth({
      folder,
      clock: first.clock,
      log: { warn: (...line: unknown[]) => expect(line).toEqual([]) },
      isOurs: () => true,
      describe: () => ({ waiting: 1 }) as never,
    });
    await endHealth();
    expect(await readFile(join(folder, HEALTH_FILE), 'utf8')).toContain('waiting');

    const log = join(folder, 'logs', 'tillside.log');
    await mkdir(dirname(log));
    await writeFile(log, 'full');
    expect(rotateLog(log)).toBe(true);
    expect(await readdir(dirname(log))).toEqual(['tillside.1.log']);

    const moved = join(folder, '..', '移交 queue.tillside');
    const there = String(await folderId(dirname(moved)));
    await queueFiles.write(`${moved}.new`, 'sealed', there);
    await queueFiles.name(`${moved}.new`, moved, 'sealed', there);
    expect(await readFile(moved, 'utf8')).toBe('sealed');
    await till.outbox.housekeep(null);
    await first.stop();

    const next = await startTill(folder, { offer: null });
    expect(next.codes()).toEqual([]);
    expect(next.till.outbox.warnings).toEqual([]);
    expect(next.till.outbox.saves.counts.pending).toBe(1);
    expect(await next.till.drafts.read()).toMatchObject({ draft: DRAFT });
    expect(await next.till.settings.managerPin.verify('1357')).toBe('ok');
    const again = await next.calls.registerMember(registration(id('b'), '13812346521'));
    expect(again).toMatchObject({ ok: true });
  },
);
