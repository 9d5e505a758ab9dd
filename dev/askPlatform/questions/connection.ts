import { BY_CODE, known, open, type Question } from '../verdict.ts';

const OUTBOX =
  'Over a kept-alive connection Chromium sends a POST a second time by itself: the outcome of a cut connection is unknown.';

/** `offered`: what a TLS handshake agrees on; it is no call. */
export function connectionQuestion(offered: () => Promise<string | null>): Question {
  return {
    id: 'connection',
    title: 'Are connections kept alive, and is there HTTP/2?',
    ask: async (interview) => {
      const headers = interview.report.calls.flatMap(({ came }) => (came ? [came.headers] : []));
      if (headers.length === 0) return open('Nothing was answered.', OUTBOX);
      const said = (name: string) =>
        [...new Set(headers.flatMap((one) => one[name] ?? []))].join(', ') || 'nothing';
      const protocol = (await offered()) ?? 'no handshake';
      const says = `Handshake: ${protocol}. Connection: ${said('connection')}. Keep-Alive: ${said('keep-alive')}. Server: ${said('server')}.`;
      const isClosed = said('connection').toLowerCase() === 'close';
      return known(`${protocol}, ${isClosed ? 'closed' : 'kept alive'}`, says, BY_CODE, OUTBOX);
    },
  };
}
