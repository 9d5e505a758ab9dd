import { asideTime, takenTime } from '../../main/vault/asideFolders.ts';

/** When a folder of this name was set aside (ms since 1970), whether it was taken in or not; null where it is no such name. */
export function setAsideTime(name: string): number | null {
  return asideTime(name) ?? takenTime(name);
}
