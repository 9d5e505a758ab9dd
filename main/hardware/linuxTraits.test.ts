import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { linuxTraits, networkAddresses } from './linuxTraits.ts';
import { NO_TRAITS } from './traits.ts';

/** A tree as sysfs has one: texts are files, and what begins with `->` is a link to that place of the tree. */
function tree(content: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'tillside-sys-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(content)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    if (text.startsWith('->')) {
      mkdirSync(join(root, text.slice(2)), { recursive: true });
      symlinkSync(join(root, text.slice(2)), path);
    } else writeFileSync(path, text);
  }
  return { sys: root, mounts: join(root, 'mounts') };
}

const card = (name: string, device: string, address: string, kind = '0') => ({
  [`class/net/${name}/device`]: `->${device}`,
  [`class/net/${name}/address`]: `${address}\n`,
  [`class/net/${name}/addr_assign_type`]: `${kind}\n`,
});

const DISK = 'devices/pci0000:00/0000:00:17.0/ata1/block/sda';
const SSD = 'devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1';

/** The PC of a till: its data on the second partition of a SATA disk (8:2). */
const PC = {
  'class/dmi/id/product_uuid': '4C4C4544-0035-3510-8052-B4C04F4A4D32\n',
  'class/dmi/id/product_serial': 'Default string\n',
  'class/dmi/id/board_serial': '/5N5RJM2/CNWS20095A0123/\n',
  ...card('enp0s31f6', 'devices/pci0000:00/0000:00:1f.6', '3c:7c:3f:12:34:56'),
  ...card('wlp2s0', 'devices/pci0000:00/0000:02:00.0', '84:5C:F3:00:00:01', '3'),
  ...card('enx1', 'devices/pci0000:00/0000:00:14.0/usb1/1-2', '00:e0:4c:68:00:01'),
  'class/net/docker0/address': '02:42:ac:11:00:01\n',
  'class/net/docker0/addr_assign_type': '0\n',
  'dev/block/8:2': `->${DISK}/sda2`,
  [`${DISK}/sda2/partition`]: '2\n',
  [`${DISK}/device/wwid`]: 't10.ATA     Samsung SSD 860 EVO 250GB  S3Z9NB0K123456A\n',
};

describe.skipIf(process.platform === 'win32')(
  'what Linux shows of a computer (not on Windows, where no name has a colon)',
  () => {
    test('a PC is known by firmware, by the disk under the data, and by the cards that are built in', () => {
      expect(linuxTraits(0x802, tree(PC))).toEqual({
        board: ['/5n5rjm2/cnws20095a0123/', '4c4c4544-0035-3510-8052-b4c04f4a4d32'],
        disk: ['t10.ata samsung ssd 860 evo 250gb s3z9nb0k123456a'],
        network: ['3c:7c:3f:12:34:56'],
      });
    });

    test('what hangs at a plug, what a program has made, and an address that was chosen say nothing', () => {
      const { sys } = tree(PC);
      expect(networkAddresses(sys)).toEqual(['3c:7c:3f:12:34:56']);
    });

    test('data on an encrypted volume are followed to the disks below it', () => {
      const places = tree({
        'dev/block/253:1': '->devices/virtual/block/dm-1',
        'devices/virtual/block/dm-1/slaves/dm-0': '->devices/virtual/block/dm-0',
        'devices/virtual/block/dm-0/slaves/nvme0n1p3': `->${SSD}/nvme0n1p3`,
        [`${SSD}/nvme0n1p3/partition`]: '3\n',
        [`${SSD}/device/serial`]: 'S64DNX0R500123\n',
        [`${SSD}/wwid`]: 'eui.002538b5014b1234\n',
      });
      expect(linuxTraits(0xfd01, places).disk).toEqual(['eui.002538b5014b1234', 's64dnx0r500123']);
    });

    test('a disk that tells its number on a page alone is known by that', () => {
      const places = tree({
        'dev/block/8:0': `->${DISK}`,
        [`${DISK}/device/vpd_pg80`]: '\0\x80\0\x0eWD-WX11A123456',
      });
      expect(linuxTraits(0x800, places).disk).toEqual(['wd-wx11a123456']);
    });

    test('a file system without a device of its own is looked up where it is mounted', () => {
      const places = tree({
        mounts: '36 25 0:41 /@ / rw,relatime shared:1 - btrfs /dev/null rw\n',
        'class/block/null': `->${SSD}`,
        [`${SSD}/device/serial`]: 'S64DNX0R500123\n',
      });
      expect(linuxTraits(41, places).disk).toEqual(['s64dnx0r500123']);
    });

    test('volumes that lie upon each other in a circle are no reason to hang', () => {
      const places = tree({
        'dev/block/253:0': '->devices/virtual/block/dm-0',
        'devices/virtual/block/dm-0/slaves/dm-0': '->devices/virtual/block/dm-0',
      });
      expect(linuxTraits(0xfd00, places)).toEqual(NO_TRAITS);
    });

    test('where nothing is there, nothing is known', () => {
      expect(linuxTraits(0x802, tree({}))).toEqual(NO_TRAITS);
    });

    test('the computer that this runs on is read twice alike', () => {
      const { dev } = statSync(tmpdir());
      expect(linuxTraits(dev)).toEqual(linuxTraits(dev));
    });
  },
);
