import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { madeAddress } from './macAddress.ts';
import { type Traits, tidyTraits } from './traits.ts';

/** Where Linux tells of its hardware. */
export interface LinuxPlaces {
  /** sysfs. */
  sys: string;
  /** What is mounted where; proc(5), `/proc/PID/mountinfo`. */
  mounts: string;
}

const PLACES: LinuxPlaces = { sys: '/sys', mounts: '/proc/self/mountinfo' };

/** What sysfs calls the numbers in the firmware; root alone may read them. */
const OF_BOARD = ['product_uuid', 'product_serial', 'board_serial'];

/** Where a disk has its serial number: NVMe and cards, virtio, SATA and SCSI. Any user may read them. */
const OF_DISK = ['device/serial', 'serial', 'device/cid', 'device/wwid', 'wwid'];

/** A disk upon a volume upon a crypt device: no more of these than anybody builds. */
const DEEPEST = 8;

/** What this user may know of a Linux computer. `device`: of the data folder, as `stat` gives it. Never throws. */
export function linuxTraits(device: number, places: LinuxPlaces = PLACES): Traits {
  const { sys } = places;
  const board = OF_BOARD.flatMap((name) => textOf(join(sys, 'class/dmi/id', name)));
  const disk = disksUnder(numberOf(device), places).flatMap((path) => {
    const texts = OF_DISK.flatMap((name) => textOf(join(path, name)));
    return texts.length > 0 ? texts : pageOf(join(path, 'device/vpd_pg80'));
  });
  return tidyTraits({ board, disk, network: networkAddresses(sys) });
}

/** The addresses of the adapters that are built in, as they were made: at once, from memory of the kernel's. Never throws. */
export function networkAddresses(sys = PLACES.sys): string[] {
  const folder = join(sys, 'class/net');
  return namesIn(folder)
    .filter((name) => {
      const device = realPathOf(join(folder, name, 'device'));
      // What a program has made has no device, and what hangs at a plug goes with whoever takes it.
      if (device === null || /\/usb\d/.test(device)) return false;
      return textOf(join(folder, name, 'addr_assign_type'))[0] === '0';
    })
    .flatMap((name) => madeAddress(textOf(join(folder, name, 'address'))[0] ?? '') ?? [])
    .sort();
}

/** The folders in sysfs of the disks that a device lies on. `number`: as `8:1`. */
function disksUnder(number: string, places: LinuxPlaces): string[] {
  const block = join(places.sys, 'dev/block');
  const first = realPathOf(join(block, number)) ?? mountedFrom(number, places);
  const disks: string[] = [];
  let level = first === null ? [] : [first];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    level = level.flatMap((path) => {
      const whole = textOf(join(path, 'partition')).length > 0 ? dirname(path) : path;
      const under = namesIn(join(whole, 'slaves'));
      if (under.length === 0) disks.push(whole);
      return under.flatMap((name) => realPathOf(join(whole, 'slaves', name)) ?? []);
    });
  }
  return disks;
}

/** A file system that has a number of its own and no device (btrfs) names its device where it is mounted. */
function mountedFrom(number: string, { sys, mounts }: LinuxPlaces): string | null {
  for (const line of textOf(mounts).join('').split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const source = after.split(' ')[1] ?? '';
    if (before.split(' ')[2] !== number || !source.startsWith('/dev/')) continue;
    return realPathOf(join(sys, 'class/block', basename(realPathOf(source) ?? source)));
  }
  return null;
}

/** glibc's `gnu_dev_major` and `gnu_dev_minor`. */
function numberOf(device: number): string {
  const bits = BigInt(device);
  const major = ((bits >> 8n) & 0xfffn) | ((bits >> 32n) & 0xfffff000n);
  const minor = (bits & 0xffn) | ((bits >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}

/** A disk's "unit serial number" page (SPC): four bytes in front of it. */
function pageOf(path: string): string[] {
  return textOf(path, 'latin1').map((text) => text.slice(4));
}

function textOf(path: string, encoding: BufferEncoding = 'utf8'): string[] {
  try {
    const text = readFileSync(path, encoding);
    return [encoding === 'utf8' ? text.trim() : text].filter((one) => one !== '');
  } catch {
    return [];
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function realPathOf(path: string): string | null {
  try {
    statSync(path);
    return realpathSync(path);
  } catch {
    return null;
  }
}
