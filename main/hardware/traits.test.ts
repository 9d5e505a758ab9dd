import { describe, expect, test } from 'vitest';
import { madeAddress } from './macAddress.ts';
import { isAnother, isSilent, NO_TRAITS, refreshed, type Traits, tidyTraits } from './traits.ts';

const PC: Traits = { board: ['uuid', 'serial'], disk: ['ssd'], network: ['lan', 'wlan'] };
const with_ = (more: Partial<Traits>): Traits => ({ ...PC, ...more });

describe('a computer stays the same one', () => {
  test.each<[string, Traits]>([
    ['as it is', PC],
    ['with another network card', with_({ network: ['other'] })],
    ['with one of its two cards', with_({ network: ['wlan'] })],
    ['behind a dock with an adapter of its own', with_({ network: ['dock', 'lan', 'wlan'] })],
    ['with its data on a bigger disk', with_({ disk: ['bigger'] })],
    ['with another number of the firmware (an update)', with_({ board: ['new'] })],
    ['with one of the numbers of the firmware', with_({ board: ['serial'] })],
    ['where the firmware cannot be read now', with_({ board: [] })],
    ['where one thing alone can be read, and is the same', { ...NO_TRAITS, disk: ['ssd'] }],
    ['where nothing can be read', NO_TRAITS],
    ['where two tell, and are of two minds', with_({ board: [], disk: ['bigger'] })],
  ])('%s', (_, now) => {
    expect(isAnother(PC, now)).toBe(false);
  });
});

describe('a computer is another one', () => {
  test.each<[string, Traits]>([
    ['where all of it differs', { board: ['b'], disk: ['d'], network: ['n'] }],
    ['with another board, which has its own network', with_({ board: ['b'], network: ['n'] })],
    ['of a batch of boards that all have one number', with_({ disk: ['d'], network: ['n'] })],
    [
      'that is a virtual one, where only the disk has the same number',
      with_({ board: ['b'], network: ['n'] }),
    ],
    [
      'where an ordinary user reads disk and network alone',
      { board: [], disk: ['d'], network: ['n'] },
    ],
    ['where one thing alone can be read, and differs', { ...NO_TRAITS, network: ['n'] }],
  ])('%s', (_, now) => {
    expect(isAnother(PC, now)).toBe(true);
  });
});

test('what was replaced is remembered for a while, the present first', () => {
  const after = refreshed(PC, with_({ network: ['new'] }));
  expect(after.network).toEqual(['new', 'lan', 'wlan']);
  const many = Array.from({ length: 99 }, (_, index) => `n${index}`);
  expect(refreshed(PC, with_({ network: many })).network).toHaveLength(16);
});

describe('what says nothing of a computer is left out', () => {
  test.each([
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    '03000200-0400-0500-0006-000700080009',
    'To be filled by O.E.M.',
    'TO BE FILLED BY O.E.M.',
    'Default string',
    'System Serial Number',
    ' None ',
    'xxxxxxxx',
    'MB-1234567890',
    'SYS-1234567890',
    'BSN12345678901234567',
    '12345678-1234-5678-90ab-cddeefaabbcc',
    'To be filled by O.E.M',
    '0123456789ABCDEF',
    '123',
    '-',
    '',
    'QM00001',
    't10.ATA     QEMU HARDDISK                           QM00003',
  ])('%s', (text) => {
    expect(isSilent(tidyTraits({ board: [text], disk: [text], network: [] }))).toBe(true);
  });

  test('and a real number is kept, however its letters and blanks are written', () => {
    const written = tidyTraits({ disk: ['  S3Z9NB0K 123456\0 '] });
    expect(written.disk).toEqual(['s3z9nb0k 123456']);
    expect(tidyTraits({ disk: ['s3z9nb0k\t123456'] })).toEqual(written);
  });

  test.each([null, 7, 'text', { board: 'text' }, { board: [7, null, {}] }])(
    'also where a process has answered with %j',
    (answer) => {
      expect(tidyTraits(answer)).toEqual(NO_TRAITS);
    },
  );
});

describe('the address of a network adapter', () => {
  test('counts where its maker has given it', () => {
    expect(madeAddress('3C:7C:3F:12:34:56')).toBe('3c:7c:3f:12:34:56');
  });

  test.each([
    ['of a virtual machine or of a Wi-Fi that hides', '52:54:00:12:34:56'],
    ['of a group', '01:00:5e:00:00:01'],
    ['of none', '00:00:00:00:00:00'],
    ['of everybody', 'ff:ff:ff:ff:ff:ff'],
    ['of VMware on each of its hosts', '00:50:56:C0:00:08'],
    ['of Hyper-V, another one at each start', '00:15:5d:01:02:03'],
    ['of a VPN', '00:ff:12:34:56:78'],
    ['of Cisco AnyConnect', '00:05:9a:3c:7a:00'],
    ['of FortiClient', '00:09:0f:fe:00:01'],
    ['of every Huawei HiLink stick', '0c:5b:8f:27:9a:64'],
    ['of something else', 'lo'],
  ])('does not count %s', (_, text) => {
    expect(madeAddress(text)).toBeNull();
  });
});
