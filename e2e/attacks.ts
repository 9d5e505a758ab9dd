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

/** More encodings, one in the other, than the stack of the network process takes: it ends. */
export const CRASHING: Attack = (socket) => {
  socket.write(`${OK}content-encoding: ${Array(80_000).fill('br').join(',')}\r\n\r\n`);
};

export const CONTINUING = [
  'one "100 Continue" after the other',
  floodWith('', Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(40_000))),
] as const;

/** What the network process reads in one go for as long as it comes, and hears nobody meanwhile: before the head, and behind it. */
export const STUCK: readonly (readonly [name: string, Attack])[] = [
  CONTINUING,
  [
    'lines behind the last chunk',
    (socket) => {
      socket.write(`${OK}content-type: text/yaml\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n`);
      // The head is known by then.
      setTimeout(() => floodWith('0\r\n', Buffer.from('a\r\n'.repeat(20_000)))(socket), 500);
    },
  ],
];

/**
 * The same behind a redirect: nobody wants what is left of it, and it is read all the same for five seconds, so that its
 * connection can be used again.
 */
export const STUCK_BEHIND_REDIRECT: Attack = (socket) => {
  socket.write(
    `HTTP/1.1 307 x\r\nlocation: ${ELSEWHERE}\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n`,
  );
  // Nobody waits for it by then.
  setTimeout(() => floodWith('0\r\n', Buffer.from('a\r\n'.repeat(20_000)))(socket), 1_000);
};

/** What flows for ever, so little that no limit ends it. */
export const TOO_SLOW: readonly (readonly [name: string, Attack])[] = [
  ['a byte a second of a head', dripWith(`${OK}x-filler: `, 'x', 1_000)],
  ['a byte a second of an answer', dripWith(`${OK}\r\n${ANSWER}`, ' ', 1_000)],
  ['some kilobytes a second of an answer', dripWith(`${OK}\r\n${ANSWER}`, ' '.repeat(4_096), 500)],
  CONTINUING,
];

/** An answer like any other, behind ten thousand lines of header. */
export const MANY_LINES: Attack = (socket) => {
  const lines = Array.from({ length: 10_000 }, (_, line) => `x-${line}: ${line}\r\n`);
  socket.write(accepted(lines.join('')));
};

const headed = (status: string, ...lines: string[]) =>
  [`HTTP/1.1 ${status}`, ...lines, 'content-length: 2', '', '{}'].join('\r\n');

/** Heads as no gateway sends them, in the bytes of Latin-1; what follows them is no answer. */
export const ODD_HEADS: readonly (readonly [name: string, head: string])[] = [
  ['bytes that are no text', headed('200 \xff', 'x: \xff\xfe\x80', 'date: \xff\xff')],
  ['names that objects have', headed('200 OK', '__proto__: x', 'constructor: y', 'toString: z')],
  ['no status that there is', headed('000 x')],
  ['a status that is too long', headed('99999999999 x')],
  ['another protocol', 'HTTP/1.1 101 x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'],
  ['no head at all', 'this is nothing'],
  ['lines that end and go on as they like', headed('200 OK', 'date: Thu\0, 1\n a', ': b', '\n')],
  ['a redirect to no address', headed('307 x', 'location: http://[::1')],
  ['a redirect to a file', headed('302 x', 'location: file:///etc/passwd')],
  ['a question for a password', headed('401 x', 'www-authenticate: Basic realm="\xff"')],
  ['encodings that nobody knows', headed('200 OK', 'content-encoding: br, zstd, x')],
];
