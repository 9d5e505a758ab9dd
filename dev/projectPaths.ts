import { join, resolve } from 'node:path';

export const projectRoot = resolve(import.meta.dirname, '..');

/** What can be made again at any time; tools agree on this place and git ignores it. */
export const cacheFolder = join(projectRoot, 'node_modules', '.cache');

/** Data that development starts keep; git ignores it. */
export const dataFolder = join(projectRoot, '.data');

/** The built application. */
export const outFolder = join(projectRoot, 'out');

/** The built relay: no part of the application. */
export const relayOutFolder = join(projectRoot, 'out-relay');
