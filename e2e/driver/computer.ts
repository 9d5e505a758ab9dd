import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from './runFolder.ts';

/** What Linux shows of a computer that has one network adapter, with this address, and tells nothing else. */
export function computerWith(address: string): string {
  const folder = freshFolder('computer');
  mkdirSync(join(folder, 'net', 'lan0', 'device'), { recursive: true });
  mkdirSync(join(folder, 'nothing'));
  writeFileSync(join(folder, 'net', 'lan0', 'address'), `${address}\n`);
  writeFileSync(join(folder, 'net', 'lan0', 'addr_assign_type'), '0\n');
  return folder;
}

/** Runs what follows so that it sees that computer: the program itself takes no word of anybody for it. Needs root. */
export function runningOn(computer: string): string[] {
  const script = [
    'mount --bind "$1/net" /sys/class/net',
    'mount --bind "$1/nothing" /sys/dev/block',
    'mount --bind "$1/nothing" /sys/class/block',
    '{ [ ! -d /sys/class/dmi/id ] || mount --bind "$1/nothing" /sys/class/dmi/id; }',
    'shift',
    'exec "$@"',
  ];
  return ['unshare', '--mount', 'sh', '-c', script.join(' && '), 'sh', computer];
}
