import { describe, expect, test } from 'vitest';
import { Vault } from './vault.ts';

const vault = new Vault(Buffer.alloc(32, 7));

describe('what is sealed', () => {
  test('opens with its key at its place, and nowhere else', () => {
    const sealed = vault.seal('欧阳晓岚', 'save 1');
    expect(vault.open(sealed, 'save 1')).toBe('欧阳晓岚');
    expect(new Vault(Buffer.alloc(32, 7)).open(sealed, 'save 1')).toBe('欧阳晓岚');
    expect(vault.open(sealed, 'save 2')).toBeNull();
    expect(new Vault(Buffer.alloc(32, 8)).open(sealed, 'save 1')).toBeNull();
  });

  test('does not open when any byte of it was altered, or when some are missing', () => {
    const bytes = Buffer.from(vault.seal('text', 'place'), 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      expect(vault.open(altered.toString('base64'), 'place')).toBeNull();
      expect(vault.open(bytes.subarray(0, at).toString('base64'), 'place')).toBeNull();
    }
  });

  test('opens though there is nothing in it', () => {
    expect(vault.open(vault.seal('', 'place'), 'place')).toBe('');
  });

  test('is 12 bytes of nonce, 16 of tag and the text, so that every version can read it', () => {
    expect(Buffer.from(vault.seal('abc', 'place'), 'base64')).toHaveLength(12 + 16 + 3);
    const old = 'ETCv2ILTWBm53mlEbBRwszflUFM5H98W0U/VKbnFIK9JA0AM';
    expect(vault.open(old, 'place')).toBe('personal');
  });

  test('never has the same nonce twice', () => {
    const nonces = Array.from({ length: 1_000 }, () =>
      Buffer.from(vault.seal('', ''), 'base64').subarray(0, 12).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(1_000);
    expect(nonces).not.toContain('0'.repeat(24));
  });
});

test('the hash of a content is the same for the same key and text in every version, and for nothing else', () => {
  const hash = vault.contentKey('{"a":1}');
  expect(hash).toBe('h8kjyLZWP1YymH7H');
  expect(vault.contentKey('{"a":2}')).not.toBe(hash);
  expect(vault.identityKey('{"a":1}').slice(0, 16)).not.toBe(hash);
});

test('the hash of an identity is the same for the same key and text in every version, and for nothing else', () => {
  const hash = vault.identityKey('mobile:13800000000');
  expect(hash).toBe('NR/oORTHpGf4DqOCTXrcj7');
  expect(vault.identityKey('mobile:13800000001')).not.toBe(hash);
  expect(new Vault(Buffer.alloc(32, 8)).identityKey('mobile:13800000000')).not.toBe(hash);
});

test('the MAC of a line of the trail is 192 bits, of this key and this text alone', () => {
  const mac = vault.trailMac('line 1');
  expect(Buffer.from(mac, 'base64')).toHaveLength(24);
  expect(vault.trailMac('line 1')).toBe(mac);
  expect(vault.trailMac('line 2')).not.toBe(mac);
  expect(new Vault(Buffer.alloc(32, 8)).trailMac('line 1')).not.toBe(mac);
});
