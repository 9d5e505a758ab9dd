import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { CallName } from '../../app/ipc/bridge.ts';
import { CALL_NAMES } from '../../app/ipc/calls.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  freshFolder,
  OPERATOR,
  PIN,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { atRest } from '../../testing/tills/sharedFolder.ts';
import { OtherProgramError } from '../files/otherProgramError.ts';
import type { Handlers } from '../ipc/handle.ts';
import { hostElsewhere, userElsewhere } from './elsewhere.ts';
import { type Hold, SOLE_HOLD } from './hold.ts';
import { encodeLease, newLease } from './leaseRecord.ts';

/** A hold that another program takes away. */
class TestHold implements Hold {
  readonly isFromElsewhere = false;
  isLost = false;

  get isSure(): boolean {
    return !this.isLost;
  }

  async confirm(): Promise<void> {
    if (this.isLost) throw new OtherProgramError('COUNTER-2');
  }

  get warning() {
    return this.isLost ? ({ code: 'store.other-program', detail: 'COUNTER-2' } as const) : null;
  }
}

const registerOf = (calls: Handlers, number: number) =>
  calls.registerMember(
    registration(String(number).padStart(32, '0'), String(13_800_000_000 + number)),
  );

/** Every file of the folder, and beside it, with its bytes. */
function contentOf(folder: string): Map<string, string> {
  const root = dirname(folder);
  const names = readdirSync(root, { recursive: true }) as string[];
  const files = names.filter((name) => statSync(join(root, name)).isFile());
  return new Map(files.sort().map((name) => [name, readFileSync(join(root, name), 'latin1')]));
}

async function tillWith(post: () => Promise<never>) {
  const hold = new TestHold();
  const clock = new VirtualClock(undefined, atRest);
  const folder = await freshFolder();
  const opened = await startTill(folder, { hold, clock, isSending: true, post });
  await clock.pass(1_000);
  return { ...opened, hold, clock, folder };
}

test('a till whose folder another program has taken refuses what would be written there, and changes no byte', async () => {
  const { till, calls, session, hold, clock, folder, stop } = await tillWith(() =>
    Promise.reject(new Error('nothing is sent here')),
  );
  expect(await registerOf(calls, 1)).toMatchObject({ ok: true });
  await clock.pass(1_000);
  // The manager's calls are refused for want of a session otherwise.
  const { managerPin } = till.settings;
  session.open(OPERATOR, managerPin, session.begin(managerPin));
  hold.isLost = true;
  const before = contentOf(folder);
  const refused = { ok: false, error: { code: 'store.other-program' } };
  expect(await registerOf(calls, 2)).toEqual(refused);
  const all = calls as unknown as Record<CallName, (argument: unknown) => Promise<unknown>>;
  const touching = CALL_NAMES.filter(
    (name) =>
      ![
        'getTill',
        'getOutbox',
        'tellKept',
        'tellLocked',
        'getOfferedForm',
        'answerOffer',
        'listSaves',
        'closeMove',
        'declineProvision',
        'tryKeyAgain',
        'closeManager',
        'listAudit',
        'getDays',
        'listOutages',
        'printPage',
        'countCsv',
        'foreseeExport',
        'getTransferProgress',
        'listHeldGroups',
        'previewBulk',
        'cancelBulk',
        'listBulkRuns',
      ].includes(name),
  );
  for (const name of touching)
    expect([name, await all[name]({ pin: PIN })]).toEqual([name, refused]);
  // What comes past that check comes no further than the store.
  const requestId = 'b'.repeat(32);
  const origin = { brandId: 'brand', shopId: 'shop', operatorId: OPERATOR };
  const intention = { requestId, origin, member: { mobile: '13900139000' }, app: null };
  expect(
    await till.outbox.intake.enqueue({ ...intention, correctionOf: null, consent: null }),
  ).toEqual({
    ok: false,
    failure: 'store.other-program',
  });
  expect(await till.audit.record({ action: 'pin.right', operatorId: null, slip: null })).toBe(
    false,
  );
  await clock.pass(30 * 60_000);
  await stop();
  expect(contentOf(folder)).toEqual(before);
});

test('it says which PC has the data, and shows what it knew', async () => {
  const { calls, hold } = await tillWith(() => Promise.reject(new Error('nothing is sent here')));
  await registerOf(calls, 1);
  hold.isLost = true;
  const reply = await calls.getOutbox(null);
  expect(reply).toMatchObject({
    value: {
      warnings: expect.arrayContaining([{ code: 'store.other-program', detail: 'COUNTER-2' }]),
      recent: [{ slip: 'S-0001' }],
    },
  });
  expect(await calls.getTill(null)).toMatchObject({ value: { shopId: PROVISION.shopId } });
});

test('it sends nothing more, whatever wakes it', async () => {
  let sent = 0;
  const { till, calls, hold, clock } = await tillWith(() => {
    sent += 1;
    return Promise.reject(new Error('no line'));
  });
  await registerOf(calls, 1);
  await clock.pass(60_000);
  expect(sent).toBeGreaterThan(0);
  hold.isLost = true;
  sent = 0;
  till.replayer.wake('send-now');
  till.replayer.wake('network');
  await clock.pass(10 * 60_000);
  expect(sent).toBe(0);
});

test('that a folder was taken over from another PC is written into the audit trail', async () => {
  const { lines } = await startTill(await freshFolder(), {
    hold: { ...SOLE_HOLD, isFromElsewhere: true },
  });
  expect((await lines()).map(({ action }) => action)).toContain('folder.taken-over');
});

test('where the lock of a folder is refused, it is known whether another PC has it, and which', async () => {
  const folder = await freshFolder();
  const here = {
    host: 'COUNTER-1',
    user: 'till-1',
    machine: '1'.repeat(32),
    boot: null,
    processes: null,
    pid: 1,
  };
  expect(hostElsewhere(folder, here)).toBeNull();
  writeFileSync(join(folder, 'lease.json'), encodeLease(newLease(here)));
  expect(hostElsewhere(folder, here)).toBeNull();
  expect(hostElsewhere(folder, { ...here, machine: '2'.repeat(32) })).toBe('COUNTER-1');
  // And whether another user of this one has it: a window in his session is seen by nobody here.
  expect(userElsewhere(folder, here)).toBeNull();
  expect(userElsewhere(folder, { ...here, user: 'till-2' })).toBe('till-1');
  expect(userElsewhere(folder, { ...here, user: 'till-2', machine: '2'.repeat(32) })).toBeNull();
});
