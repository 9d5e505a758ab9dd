import { type Pause, patiently } from '../files/durableFile.ts';
import type { Disk } from './disk.ts';

/**
 * The same disk, patient with whoever else has a file open just now. What is open already is ours: writing and
 * flushing are as they were.
 */
export function patientDisk(disk: Disk, pause?: Pause): Disk {
  return {
    open: (path, mode) => patiently(() => disk.open(path, mode), pause),
    read: (path, limit) => patiently(() => disk.read(path, limit), pause),
    identify: (path) => patiently(() => disk.identify(path), pause),
    list: (folder) => patiently(() => disk.list(folder), pause),
    rename: (from, to) => patiently(() => disk.rename(from, to), pause),
    remove: (path) => patiently(() => disk.remove(path), pause),
    flushFolder: (folder) => patiently(() => disk.flushFolder(folder), pause),
  };
}
