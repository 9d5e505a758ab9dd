import { get } from 'node:http';
import type { FeedGet } from '../../main/update/feedExecutor.ts';

/** The way to a server of updates over Node's sockets, where Electron's are not there. It follows no redirect either. */
export const nodeGet: FeedGet = (url, headers, signal) =>
  new Promise((resolve, reject) => {
    const request = get(url, { headers, signal, agent: false }, (response) =>
      resolve({ status: response.statusCode ?? 0, body: response }),
    );
    request.on('error', reject);
  });
