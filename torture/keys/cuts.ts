import { cpSync, existsSync, promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realDisk } from '../../main/disk/realDisk.ts';

/** What lies beside a data folder and belongs to it. */
const BESIDE = ['mark', 'audit'];

/**
 * Does something, and calls `cut` before each change of the disk that is made for it: through the store's disk, or with
 * Node's own calls, as small files and folders are written and renamed. `cut` is synchronous, so that nothing changes
 * meanwhile.
 */
export async function withCuts(act: () => Promise<void>, cut: () => void): Promise<void> {
  await loadCopying();
  const disk = { open: realDisk.open, rename: realDisk.rename, remove: realDisk.remove };
  const { rename, mkdir, unlink, open } = promises;
  const behindCut =
    <Given extends unknown[], Result>(change: (...given: Given) => Result) =>
    (...given: Given): Result => {
      cut();
      return change(...given);
    };
  Object.assign(realDisk, {
    open: async (...given: Parameters<typeof disk.open>) => {
      cut();
      const file = await disk.open(...given);
      return Object.assign(file, { writeDurably: behindCut(file.writeDurably) });
    },
    rename: behindCut(disk.rename),
    remove: behindCut(disk.remove),
  });
  Object.assign(promises, {
    rename: behindCut(rename),
    mkdir: behindCut(mkdir),
    unlink: behindCut(unlink),
    open: (...given: Parameters<typeof open>) => {
      // Not where a folder is opened to be flushed.
      if (given[1] !== 'r') cut();
      return open(...given);
    },
  });
  syncBuiltinESMExports();
  try {
    await act();
  } finally {
    Object.assign(realDisk, disk);
    Object.assign(promises, { rename, mkdir, unlink, open });
    syncBuiltinESMExports();
  }
}

/**
 * Node reads its own code for copying at the first copy, and keeps for good which `mkdir` and `unlink` stand there then:
 * those of a cut would copy the till's folder in every later test of this process.
 */
async function loadCopying(): Promise<void> {
  const nothing = join(tmpdir(), 'tillside-nothing-to-copy');
  await promises.cp(nothing, nothing).catch(() => undefined);
}

/** A data folder with what lies beside it. */
export function copyTill(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  for (const beside of BESIDE)
    if (existsSync(`${from}.${beside}`)) cpSync(`${from}.${beside}`, `${to}.${beside}`);
}
