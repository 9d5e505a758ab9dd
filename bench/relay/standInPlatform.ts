import { createServer } from 'node:http';

/** A platform that accepts everything at once, so that it is never what is measured. Its port stands at the end. */
const BODY = JSON.stringify({
  alibaba_alsc_crm_open_customer_save_response: {
    result: { biz_success: true, result: '1234567890', result_code: '0' },
    request_id: 'bench',
  },
});

const server = createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => {
    const headers = {
      'content-type': 'application/json;charset=UTF-8',
      'content-length': Buffer.byteLength(BODY),
    };
    response.writeHead(200, headers).end(BODY);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.argv.at(-1)), '127.0.0.1');
