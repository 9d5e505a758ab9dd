import type { Disk, DiskFile } from '../../main/disk/disk.ts';

/** A disk of a PC that falls asleep: every call waits for `goOn` before it is made, and before it comes back. */
export function freezingDisk(disk: Disk, goOn: () => Promise<void>): Disk {
  const frozen =
    <Arguments extends unknown[], Result>(call: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments): Promise<Result> => {
      await goOn();
      const result = await call(...given);
      await goOn();
      return result;
    };
  const opened = (file: DiskFile): DiskFile => ({
    write: frozen(file.write),
    writeDurably: frozen(file.writeDurably),
    datasync: frozen(file.datasync),
    truncate: frozen(file.truncate),
    size: frozen(file.size),
    hasName: frozen(file.hasName),
    close: file.close,
  });
  return {
    open: frozen(async (path, mode) => opened(await disk.open(path, mode))),
    read: frozen(disk.read),
    identify: frozen(disk.identify),
    list: frozen(disk.list),
    rename: frozen(disk.rename),
    remove: frozen(disk.remove),
    flushFolder: frozen(disk.flushFolder),
  };
}
