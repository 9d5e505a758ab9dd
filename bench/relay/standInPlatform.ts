import { createServer } from 'node:http';

/** A platform that accepts everything at once, so that it is never what is measured. Its port stands at the end. */
const [HEAD, TAIL] = JSON.stringify({
  alibaba_alsc_crm_open_customer_save_response: {
    result: { biz_success: true, result: '1234567890', result_code: '0' },
    request_id: '|',
  },
}).split('|');

/** No two calls have one name: a relay takes an answer that it has heard before for none. */
let answered = 0;

const server = createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => {
    answered += 1;
    const body = `${HEAD}${answered}${TAIL}`;
    const headers = {
      'content-type': 'application/json;charset=UTF-8',
      'content-length': body.length,
    };
    response.writeHead(200, headers).end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.argv.at(-1)), '127.0.0.1');
