import { link } from 'node:fs/promises';
import { giveName, type QueueFiles } from '../../main/move/queueFiles.ts';

/** A share makes the link and loses its answer: asked once more, its client is told that the name is taken, by this very file. */
export const linkTwice: typeof link = async (beside, path) => {
  await link(beside, path);
  throw Object.assign(new Error('EEXIST'), { code: 'EEXIST' });
};

/** A disk without links, as a stick is. */
export const withoutLinks: typeof link = () =>
  Promise.reject(Object.assign(new Error('EPERM'), { code: 'EPERM' }));

/** A file gets its name on such a share. */
export const nameTwice: QueueFiles['name'] = (beside, path, content) =>
  giveName(beside, path, [content], linkTwice);

/** The same where the answer to all of it is lost, and what was written beside it is there still. */
export const nameLost: QueueFiles['name'] = (beside, path) => linkTwice(beside, path);
