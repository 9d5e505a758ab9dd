import type { MovedQueue } from '../../main/outbox/movedQueue.ts';
import type { ModelFile } from './away.ts';

/** A file with a queue, and what the model knows of it. */
export interface MovedFile {
  queue: MovedQueue;
  model: ModelFile;
}
