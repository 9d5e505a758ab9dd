import fc from 'fast-check';
import { PowerDisk } from '../../main/testing/powerDisk.ts';
import { pass, reopen } from './model.ts';
import { type Command, command } from './modelCommands.ts';
import { MOMENT } from './troubles.ts';

/** A virus scanner, a backup: it passes within what the store bears, and nobody may notice. */
const hold = (call: string, code: string, times: number) =>
  command(`${call} is held ${times} times (${code})`, async (_model, { troubles, disk }) => {
    troubles.hold = { call, code, left: times };
    troubles.befall(disk);
  });

const readOnly = (isReadOnly: boolean) =>
  command(isReadOnly ? 'read-only' : 'writable', async (_model, { troubles, disk }) => {
    troubles.isReadOnly = isReadOnly;
    troubles.befall(disk);
  });

/** Somebody else takes all but so many bytes, or gives all of it back (null). */
const full = (room: number | null) =>
  command(room === null ? 'space' : `full but for ${room}`, async (_model, { troubles, disk }) => {
    troubles.capacity = room === null ? Number.POSITIVE_INFINITY : disk.used + room;
    troubles.befall(disk);
  });

/** A file of the store that is there now can never be removed, or all of them can again (null). */
const stick = (which: number | null) =>
  command(which === null ? 'unstick' : `stick ${which}`, async (_model, { troubles, disk }) => {
    const files = [...disk.contents().keys()].filter((path) => path.includes('/outbox-')).sort();
    const path = files[(which ?? 0) % files.length];
    if (which === null) troubles.stuck.clear();
    else if (path !== undefined) troubles.stuck.add(path);
    troubles.befall(disk);
  });

const time = (minutes: number) =>
  command(`${minutes} minutes pass`, async (_model, real) => pass(real, minutes));

/** A start that cannot read says so, writes nothing, and finds everything later. */
const unreadable = command('restart, unreadable at first', async (model, real) => {
  const { troubles } = real;
  await real.opened.outbox.close();
  troubles.isUnreadable = true;
  const before = real.disk.contents();
  for (let tries = 0; tries < 3; tries += 1) {
    const isOpen = await reopen(model, real).then(
      () => true,
      () => false,
    );
    if (isOpen) throw new Error('a store that cannot be read was opened');
  }
  const after = real.disk.contents();
  const isSame = [...before].every(([path, bytes]) => after.get(path)?.equals(bytes));
  if (!isSame || after.size !== before.size) throw new Error('an unreadable store was written to');
  troubles.isUnreadable = false;
  await reopen(model, real);
});

/** A bit flips in a line that a later one has replaced: nothing is lost by it, and it is told. */
const damage = command('an old line is damaged', async (model, real) => {
  await real.opened.outbox.close();
  const contents = real.disk.contents();
  const newest = [...contents.keys()]
    .filter((path) => path.endsWith('.journal'))
    .sort()
    .at(-1);
  const bytes = newest === undefined ? undefined : contents.get(newest);
  if (newest !== undefined && bytes !== undefined && hitOldLine(bytes)) {
    real.disk = PowerDisk.of(contents);
    model.damaged.add(newest);
  }
  await reopen(model, real);
});

/** Damages the first line of a save that has a later one in the same journal; false where none has. */
function hitOldLine(bytes: Buffer): boolean {
  const places = new Map<string, number>();
  for (const line of bytes.toString('latin1').matchAll(/ [Pp] \d+ (\d{32}) \[/g)) {
    const [, requestId = ''] = line;
    const first = places.get(requestId);
    if (first !== undefined) {
      bytes.write('x', first + 5);
      return true;
    }
    places.set(requestId, line.index);
  }
  return false;
}

const names = ['open', 'read', 'list', 'rename', 'remove', 'flushFolder'];
const codes = fc.constantFrom('EBUSY', 'EPERM', 'EACCES');

/** What can ail the disk of a till. */
export const TROUBLES: readonly fc.Arbitrary<Command>[] = [
  fc
    .tuple(fc.constantFrom(...names), codes, fc.integer({ min: 1, max: MOMENT }))
    .map((held) => hold(...held)),
  fc
    .tuple(fc.constantFrom('open', 'rename', 'flushFolder'), codes, fc.integer({ min: 9, max: 40 }))
    .map((held) => hold(...held)),
  fc
    .tuple(
      fc.constantFrom('open', 'write', 'datasync', 'rename', 'truncate'),
      fc.constantFrom(1, 2),
    )
    .map(([call, times]) => hold(call, 'EIO', times)),
  fc.boolean().map(readOnly),
  fc.oneof(fc.nat(24_000), fc.constant(null)).map(full),
  fc.oneof(fc.nat(20), fc.constant(null)).map(stick),
  fc.constantFrom(10, 60, 300).map(time),
  fc.constant(unreadable),
  fc.constant(damage),
];
