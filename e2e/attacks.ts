import { gzipSync } from 'node:zlib';
import { type Attack, accepted, dripWith, floodWith } from './hostileGateway.ts';

export const OK = 'HTTP/1.1 200 OK\r\n';
const ANSWER = '{"alibaba_alsc_crm_open_customer_save_response":{"result":{';
const KILOBYTE = 1_024;
const BOMB = gzipSync(Buffer.alloc(416 * KILOBYTE * KILOBYTE), { level: 9 });

/** Where no call may go. */
export const ELSEWHERE = '/elsewhere';

/** What goes beyond a limit, and what it comes to. */
export const TOO_MUCH: readonly (readonly [name: string, code: string, Attack])[] = [
  [
    'an answer without a length and without an end',
    'transport.answer-too-long',
    floodWith(`${OK}\r\n${ANSWER}`, Buffer.alloc(64 * KILOBYTE, ' ')),
  ],
  [
    'a page without an end, in chunks',
    'transport.page-too-long',
    floodWith(
      `${OK}transfer-encoding: chunked\r\n\r\n`,
      Buffer.from(`1000\r\n${'x'.repeat(4_096)}\r\n`),
    ),
  ],
  [
    'one megabyte that unpacks to 416',
    'transport.page-too-long',
    (socket) => {
      socket.write(`${OK}content-encoding: gzip\r\ncontent-length: ${BOMB.length}\r\n\r\n`);
      socket.write(BOMB);
    },
  ],
  [
    'a header line without an end',
    'transport.err_response_headers_too_big',
    floodWith(`${OK}x-filler: `, Buffer.alloc(16 * KILOBYTE, 'x')),
  ],
  [
    'header lines without an end',
    'transport.err_response_headers_too_big',
    floodWith(OK, Buffer.from('x-filler: x\r\n'.repeat(1_000))),
  ],
  [
    'the length of a chunk without an end',
    'transport.err_invalid_chunked_encoding',
    floodWith(`${OK}transfer-encoding: chunked\r\n\r\n1;`, Buffer.alloc(16 * KILOBYTE, 'x')),
  ],
  [
    'a redirect to somewhere else',
    'transport.redirect',
    (socket) =>
      socket.write(`HTTP/1.1 307 x\r\nlocation: ${ELSEWHERE}\r\ncontent-length: 0\r\n\r\n`),
  ],
  [
    'two lengths that differ',
    'transport.err_response_headers_multiple_content_length',
    (socket) => socket.write(`${OK}content-length: 1\r\ncontent-length: 2\r\n\r\n{}`),
  ],
];

/** What flows for ever, so little that no limit ends it. */
export const TOO_SLOW: readonly (readonly [name: string, Attack])[] = [
  ['a byte a second of a head', dripWith(`${OK}x-filler: `, 'x', 1_000)],
  ['a byte a second of an answer', dripWith(`${OK}\r\n${ANSWER}`, ' ', 1_000)],
  ['some kilobytes a second of an answer', dripWith(`${OK}\r\n${ANSWER}`, ' '.repeat(4_096), 500)],
  [
    'one "100 Continue" after the other',
    floodWith('', Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(1_000))),
  ],
];

/** An answer like any other, behind ten thousand lines of header. */
export const MANY_LINES: Attack = (socket) => {
  const lines = Array.from({ length: 10_000 }, (_, line) => `x-${line}: ${line}\r\n`);
  socket.write(accepted(lines.join('')));
};
