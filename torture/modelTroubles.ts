import fc from 'fast-check';
import { scanLines } from '../main/journal/journalLine.ts';
import { decodeChange } from '../main/journal/saveCodec.ts';
import { PowerDisk } from '../testing/doubles/powerDisk.ts';
import { pass, reopen, storeFilesOf } from './model.ts';
import { type Command, command, compact, enqueue, number, restart } from './modelCommands.ts';
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
    if (which === null) {
      troubles.stuck.clear();
      troubles.isAllStuck = false;
    }
    if (which !== null && path !== undefined) troubles.stuck.add(path);
    troubles.befall(disk);
  });

const stickAll = command('no file can be removed', async (_model, { troubles, disk }) => {
  troubles.isAllStuck = true;
  troubles.befall(disk);
});

/** Whatever ails the disk, it is not asked again and again: after ten minutes, twenty, forty. */
const time = (minutes: number) =>
  command(`${minutes} minutes pass`, async (_model, real) => {
    const tries = await pass(real, minutes);
    if (tries > MOST_TRIES) throw new Error(`${tries} tries in ${minutes} minutes`);
  });

/** In five hours; one more for each thing that goes well in between. */
const MOST_TRIES = 8;

/** A start that cannot read says so, writes nothing, and finds everything later. */
const unreadable = (call: 'read' | 'list') =>
  command(`restart, cannot ${call} at first`, async (model, real) => {
    const { troubles } = real;
    await real.opened.outbox.close();
    troubles.unreadable = call;
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
    if (!isSame || after.size !== before.size)
      throw new Error('an unreadable store was written to');
    troubles.unreadable = null;
    await reopen(model, real);
  });

/** What a try that finds no room may not do: begin something, and leave it. */
const compactWhenFull = command('compact, without room for it', async (_model, real) => {
  const { troubles, disk, opened } = real;
  troubles.lift(disk);
  await pass(real, 24 * 60, 240);
  const before = storeFilesOf(disk).files;
  troubles.capacity = disk.used + 8_000;
  troubles.befall(disk);
  await opened.adapter.compact().catch(() => undefined);
  const { files } = storeFilesOf(disk);
  const isSame = files.length === before.length && files.every((path) => before.includes(path));
  if (!isSame && files.length > 2) throw new Error(`begun and left: ${files.join(' ')}`);
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
    real.disk = PowerDisk.of(contents, real.random);
    model.damaged.add(newest);
  }
  await reopen(model, real);
});

/** The compaction that would take the damage away fails, and a flush after it; the next save is taken. */
const damageThatStays = command('damage, and compaction and flush fail', async (model, real) => {
  const { troubles, disk } = real;
  troubles.lift(disk);
  // Room for the next lines, and for no other journal.
  troubles.capacity = disk.used + 2_000;
  await damage.run(model, real);
  troubles.capacity = Number.POSITIVE_INFINITY;
  troubles.befall(real.disk);
  troubles.hold = { call: 'datasync', code: 'EIO', left: 1 };
});

/**
 * The disk takes a line and does not flush it, nor lets it be cleaned away before the program ends: the next start reads
 * it. `isInFront`: of a journal that came to nothing and could not be removed.
 */
const neverFlushed = (which: number, isInFront: boolean) =>
  command(
    `enqueue ${which} is never flushed${isInFront ? ', in front of a journal' : ''}; restart`,
    async (model, real) => {
      const { troubles, disk } = real;
      const { isAllStuck } = troubles;
      troubles.isAllStuck = true;
      troubles.hold = { call: 'datasync', code: 'EIO', left: isInFront ? 2 : 1 };
      troubles.befall(disk);
      if (isInFront) await compact.run(model, real);
      await enqueue(which).run(model, real);
      troubles.isAllStuck = isAllStuck;
      troubles.hold = { call: 'open', code: 'EIO', left: 1 };
      await restart.run(model, real);
    },
  );

/**
 * Somebody deletes a file that the next start would need, and at first the disk does not take all of what is written in its
 * place: what is known is there after the program's end.
 */
const deleted = (which: number, call: string) =>
  command(`a file is deleted (${which}), ${call} fails; restart`, async (model, real) => {
    const { troubles, disk } = real;
    troubles.lift(disk);
    await pass(real, 24 * 60, 240);
    const files = storeFilesOf(disk).files.sort();
    const path = files[which % files.length];
    if (path !== undefined) await disk.remove(path);
    troubles.hold = { call, code: 'EIO', left: 1 };
    await pass(real, 10);
    troubles.hold = null;
    await restart.run(model, real);
  });

/** Damages the first line of a save that has a later one in the same journal; false where none has. */
function hitOldLine(bytes: Buffer): boolean {
  const places = new Map<string, number>();
  let hit: number | null = null;
  scanLines(bytes, (start, end) => {
    const requestId = decodeChange(bytes, start, end)?.requestId;
    if (requestId === undefined) return;
    hit ??= places.get(requestId) ?? null;
    places.set(requestId, start);
  });
  if (hit === null) return false;
  bytes.write('x', hit);
  return true;
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
  fc.nat(9_000).map(full),
  fc.oneof(fc.nat(20), fc.constant(null)).map(stick),
  fc.constant(stickAll),
  fc.constantFrom(10, 60, 300).map(time),
  fc.constantFrom('read' as const, 'list' as const).map(unreadable),
  fc.constant(damage),
  fc.constant(damageThatStays),
  fc.tuple(number, fc.boolean()).map((refused) => neverFlushed(...refused)),
  fc.constant(compactWhenFull),
  fc
    .tuple(fc.nat(3), fc.constantFrom('open', 'datasync', 'truncate', 'rename', 'flushFolder'))
    .map((gone) => deleted(...gone)),
];
