import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { readStoreFile, storeFileName, storeFiles } from './storeFiles.ts';

test('the files of a store have their generation in their names, and are found again', () => {
  expect(storeFileName(12, 'journal')).toBe('outbox-000012.journal');
  const names = [
    storeFileName(1_234_567, 'journal'),
    storeFileName(12, 'snapshot'),
    storeFileName(2, 'journal'),
  ];
  expect(storeFiles(names)).toEqual([
    { name: 'outbox-000002.journal', generation: 2, kind: 'journal' },
    { name: 'outbox-000012.snapshot', generation: 12, kind: 'snapshot' },
    { name: 'outbox-1234567.journal', generation: 1_234_567, kind: 'journal' },
  ]);
});

test('nothing else in the folder is one of them', () => {
  const others = [
    'outbox.json',
    'outbox-12.journal',
    'outbox-000012.snapshot.new',
    'outbox-000012.journal.unreadable-2026',
    'my-outbox-000012.journal',
  ];
  expect(storeFiles(others)).toEqual([]);
});

test('a file that has gone since the folder was listed is an empty one, and no folder', async () => {
  const [file] = storeFiles([storeFileName(2, 'journal')]);
  if (file === undefined) throw new Error('no file');
  expect(await readStoreFile(new PowerDisk(), '/data/till', file)).toEqual(Buffer.alloc(0));
});
