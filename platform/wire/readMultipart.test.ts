import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMultipart } from './readMultipart.ts';

const TYPE = 'multipart/form-data; boundary=b';
const read = (text: string, type = TYPE) => readMultipart(Buffer.from(text), type);
const part = (head: string, value: string) => `--b\r\n${head}\r\n\r\n${value}\r\n`;
const named = (name: string) => `Content-Disposition: form-data; name="${name}"`;
const END = '--b--\r\n';

it('gives back exactly what a form encoder was given', async () => {
  const pair = fc.tuple(
    fc.stringMatching(/^[\w.]+$/),
    fc.string({ unit: 'grapheme' }).map((text) => text.replace(/\r\n?|\n/g, '\r\n')),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pair), async (pairs) => {
      const form = new FormData();
      for (const [name, value] of pairs) form.append(name, value);
      const encoded = new Response(form);
      const body = Buffer.from(await encoded.arrayBuffer());
      const decoded = readMultipart(body, encoded.headers.get('content-type') ?? '');
      expect(decoded).toEqual({ pairs, badEncoding: false });
    }),
  );
});

describe('a multipart body', () => {
  it.each([
    [
      'in lower case, and with other lines',
      `content-type: text/plain\r\ncontent-disposition: form-data; name="a"\r\nX: y`,
    ],
    ['without quotes or blanks', 'Content-Disposition:form-data;name=a\r\nContent-Type:text/plain'],
    ['on a line that goes on', 'Content-Disposition: form-data;\r\n name="a"'],
    [
      'beside a character set of the same letters',
      `${named('a')}\r\nContent-Type: text/plain; charset=ISO-8859-1`,
    ],
    [
      'of a type that is JSON, whose text stays as it is',
      `${named('a')}\r\nContent-Type: application/json`,
    ],
  ])('has a field whose name is written %s', (_, head) => {
    expect(read(part(head, '{ "x":1.0 }') + END)).toEqual({
      pairs: [['a', '{ "x":1.0 }']],
      badEncoding: false,
    });
  });

  it('may have something in front of its first part and behind its last one, and its boundary in quotes', () => {
    const text = `before\r\n${part(named('a'), '1')}${part(named('b'), '')}${END}behind`;
    expect(read(text, 'multipart/form-data; charset=utf-8; boundary="b"')).toEqual({
      pairs: [
        ['a', '1'],
        ['b', ''],
      ],
      badEncoding: false,
    });
  });

  it.each([
    ['a file', `${named('f')}; filename="C:\\dir\\x;y.txt"`],
    ['a file by the longer name', `${named('f')}; filename*=utf-8''x`],
    ['bytes of no type', `${named('f')}\r\nContent-Type: application/octet-stream`],
    ['what has no name', 'Content-Disposition: form-data'],
    ['what is no field', 'Content-Disposition: attachment; name="f"'],
    ['what says nothing of itself', 'X: y'],
  ])('has no field that is %s', (_, head) => {
    const text = part(named('a'), '1') + part(head, 'x') + part(named('b'), '2') + END;
    expect(read(text).pairs).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('names a quote in a name, and a name that objects have, as they are', () => {
    const text = part(named('a\\"b'), '1') + part(named('__proto__'), '2') + END;
    expect(read(text).pairs).toEqual([
      ['a"b', '1'],
      ['__proto__', '2'],
    ]);
  });

  it('that is empty has no fields', () => {
    expect(read('')).toEqual({ pairs: [], badEncoding: false });
  });

  it.each([
    ['no boundary', part(named('a'), '1') + END, 'multipart/form-data'],
    ['another boundary', part(named('a'), '1') + END, 'multipart/form-data; boundary=c'],
    ['no end', part(named('a'), '1'), TYPE],
    ['a part that does not end', `--b\r\n${named('a')}\r\n\r\n1`, TYPE],
    ['a head that does not end', `--b\r\n${named('a')}\r\n--b--\r\n`, TYPE],
    ['more on the line of a boundary', `--bc\r\n${named('a')}\r\n\r\n1\r\n--b--\r\n`, TYPE],
    [
      'letters of another character set',
      part(`${named('a')}\r\nContent-Type: text/plain; charset=GBK`, '刘') + END,
      TYPE,
    ],
  ])('is broken where it has %s', (_, text, type) => {
    expect(read(text, type).badEncoding).toBe(true);
  });

  it('is broken where its bytes are not UTF-8', () => {
    const text = Buffer.from(part(named('a'), '\xc1\xf5') + END, 'latin1');
    expect(readMultipart(text, TYPE).badEncoding).toBe(true);
  });
});
