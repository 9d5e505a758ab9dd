import { describe, expect, test } from 'vitest';
import { encodeLine, scanLines } from './journalLine.ts';

/** The payloads that are found, and what is said of the rest. */
function scanned(...parts: (string | Buffer)[]) {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const payloads: string[] = [];
  const { end, damage } = scanLines(bytes, (from, to) =>
    payloads.push(bytes.toString('utf8', from, to)),
  );
  return { payloads, end, damage };
}

const [one, two] = [encodeLine('{"name":"欧阳"}'), encodeLine('2')];
const length = (line: string) => Buffer.byteLength(line);
/** A line with one of its bytes altered. */
function altered(line: string, at: number): Buffer {
  const bytes = Buffer.from(line);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x55, at);
  return bytes;
}

describe('the lines of a journal', () => {
  test('are separator, length in bytes, checksum and payload, as every version reads them', () => {
    expect(encodeLine('2')).toBe('\x1e1 1HNeOiZeFu7gP1lx 2\n');
    expect(encodeLine('{"a":"é"}')).toBe('\x1e10 s6CSpq9IgH-pSCsu {"a":"é"}\n');
  });

  test('are all found, and free space behind them is not content', () => {
    const all = length(one) + length(two);
    expect(scanned(one, two)).toEqual({ payloads: ['{"name":"欧阳"}', '2'], end: all, damage: [] });
    expect(scanned(one, two, Buffer.alloc(64)).end).toBe(all);
    expect(scanned(Buffer.alloc(64))).toEqual({ payloads: [], end: 0, damage: [] });
    expect(scanned()).toEqual({ payloads: [], end: 0, damage: [] });
  });

  test('of every length are found, and what is no digit is no length', () => {
    for (let bytes = 1; bytes <= 200; bytes += 1) {
      expect(scanned(encodeLine('x'.repeat(bytes))).payloads, String(bytes)).toHaveLength(1);
    }
    const ten = encodeLine('x'.repeat(10));
    expect(scanned(ten.replace('10', ':')).payloads).toEqual([]);
    expect(scanned(encodeLine('x'.repeat(9)).replace('9', '1/')).payloads).toEqual([]);
  });

  test('of one character are lines too', () => {
    expect(scanned(two, two).payloads).toEqual(['2', '2']);
  });

  test('are found behind damage, and the damage is told from where to where', () => {
    // The checksum says where the payload begins; the space before it is not looked at.
    const unread = one.indexOf(' {');
    for (let at = 1; at < length(one) - 1; at += 1) {
      if (at === unread) continue;
      const { payloads, damage } = scanned(two, altered(one, at), two);
      expect(payloads).toEqual(['2', '2']);
      expect(damage).toEqual([{ from: length(two), to: length(two) + length(one) }]);
    }
  });

  test('survive damage to the separator before them and the line feed behind them', () => {
    expect(scanned(two, altered(one, 0), two)).toMatchObject({
      payloads: ['2', '{"name":"欧阳"}', '2'],
      damage: [],
    });
    expect(scanned(altered(one, length(one) - 1), two)).toMatchObject({
      payloads: ['{"name":"欧阳"}', '2'],
      damage: [],
    });
    expect(scanned(one.slice(0, -1), two)).toMatchObject({
      payloads: ['{"name":"欧阳"}', '2'],
      damage: [],
    });
  });

  test('are found behind damage though their separator is damaged too: a line feed is before them', () => {
    const { payloads, damage } = scanned(altered(one, 6), altered(two, 0));
    expect(payloads).toEqual(['2']);
    expect(damage).toEqual([{ from: 0, to: length(one) }]);
  });

  test('are none in a file of nothing but damage', () => {
    expect(scanned('no line')).toEqual({ payloads: [], end: 7, damage: [{ from: 0, to: 7 }] });
  });

  test('are found behind a single byte that is none of theirs', () => {
    expect(scanned('x', two, 'x', two)).toMatchObject({
      payloads: ['2', '2'],
      damage: [
        { from: 0, to: 1 },
        { from: 1 + length(two), to: 2 + length(two) },
      ],
    });
  });

  test('that end the file without their line feed are whole', () => {
    const cut = one.slice(0, -1);
    expect(scanned(two, cut)).toEqual({
      payloads: ['2', '{"name":"欧阳"}'],
      end: length(two) + length(cut),
      damage: [],
    });
  });

  test('that are torn at the end are one damage up to the end', () => {
    for (let kept = 1; kept < length(one) - 1; kept += 1) {
      const { payloads, end, damage } = scanned(two, Buffer.from(one).subarray(0, kept));
      expect(payloads).toEqual(['2']);
      expect(damage).toEqual([{ from: length(two), to: end }]);
    }
  });

  test('without a payload, or with a length of nine digits, are none', () => {
    expect(scanned(encodeLine('')).payloads).toEqual([]);
    expect(scanned(two.replace('1 ', '000000001 ')).payloads).toEqual([]);
    expect(scanned(two.replace('1 ', '00000001 ')).payloads).toEqual(['2']);
  });

  test('several damaged ones in a row are one damage, two with a good one between them are two', () => {
    const bad = altered(one, 6);
    expect(scanned(bad, bad, two).damage).toEqual([{ from: 0, to: 2 * length(one) }]);
    expect(scanned(bad, two, bad).damage).toEqual([
      { from: 0, to: length(one) },
      { from: length(one) + length(two), to: 2 * length(one) + length(two) },
    ]);
  });
});
