import type { Disk, DiskFile } from '../disk/disk.ts';
import type { Hold } from './hold.ts';

/**
 * The same disk, which takes changes only while this program alone has the data folder: it is looked at where the last
 * look is too old, and again behind a change over which the PC may have slept, before anybody is told that it is done.
 */
export function leasedDisk(disk: Disk, hold: Hold): Disk {
  const held = async <Result>(change: () => Promise<Result>): Promise<Result> => {
    if (!hold.isSure) await hold.confirm();
    const result = await change();
    if (!hold.isSure) await hold.confirm();
    return result;
  };
  const leased = (file: DiskFile): DiskFile => ({
    write: (bytes, position) => held(() => file.write(bytes, position)),
    writeDurably: (bytes, position, mayBlock) =>
      held(() => file.writeDurably(bytes, position, mayBlock)),
    datasync: () => held(() => file.datasync()),
    truncate: (length) => held(() => file.truncate(length)),
    size: () => file.size(),
    hasName: () => file.hasName(),
    close: () => file.close(),
  });
  return {
    open: async (path, mode) => {
      if (!hold.isSure) await hold.confirm();
      return leased(await disk.open(path, mode));
    },
    read: (path, limit) => disk.read(path, limit),
    identify: (path) => disk.identify(path),
    list: (folder) => disk.list(folder),
    rename: (from, to) => held(() => disk.rename(from, to)),
    remove: (path) => held(() => disk.remove(path)),
    flushFolder: (folder) => held(() => disk.flushFolder(folder)),
  };
}
