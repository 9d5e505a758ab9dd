import { existsSync } from 'node:fs';
import type { FileQuestion } from './otherFiles.ts';
import { readProvisionFile } from './readProvisionFile.ts';

/**
 * The process that looks at files of other people: one question, one answer. Whatever a disk does to it, the till does
 * not stand still, and none of the till's own few threads for the disk waits with it.
 */
process.parentPort.once('message', ({ data }: { data: FileQuestion }) => {
  const { path } = data;
  process.parentPort.postMessage(
    data.question === 'provision' ? readProvisionFile(path) : existsSync(path),
  );
});
