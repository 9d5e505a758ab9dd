import { link } from 'node:fs/promises';
import { giveName, type QueueFiles } from '../../main/move/queueFiles.ts';

/** A share makes the link and loses its answer: asked once more, its client is told that the name is taken, by this very file. */
export const linkTwice: typeof link = async (beside, path) => {
  await link(beside, path);
  throw Object.assign(new Error('EEXIST'), { code: 'EEXIST' });
};

/** A file gets its name on such a share. */
export const nameTwice: QueueFiles['name'] = (beside, path) => giveName(beside, path, linkTwice);
