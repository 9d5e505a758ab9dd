import { createServer } from 'node:http';
import { Agent } from 'undici';

/**
 * The least that can stand between a till and the platform in Node: takes a call, sends it on by undici, gives back what
 * comes. No check of anything. Its port and the platform's address stand at the end.
 */
const [port, address = ''] = process.argv.slice(-2);
const { origin, pathname } = new URL(address);
const agent = new Agent({ connections: 512, pipelining: 1, keepAliveTimeout: 4_000 });

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => void forward(Buffer.concat(parts)));

  async function forward(body: Buffer): Promise<void> {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const answer = await agent.request({ origin, path: pathname, method: 'POST', headers, body });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    response.writeHead(answer.statusCode, {
      'content-type': String(answer.headers['content-type']),
      'content-length': bytes.length,
    });
    response.end(bytes);
  }
});
server.keepAliveTimeout = 60_000;
server.listen(Number(port), '127.0.0.1');
