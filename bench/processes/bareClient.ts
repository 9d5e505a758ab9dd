import { Agent } from 'node:http';
import axios from 'axios';
import { fetchOver, LANES, type Load, type Spent, signedForms, stopwatch } from './load.ts';

export interface BareRun {
  /** `isAxios`: with the library that the till has, as its page shows it, over `node:http`. */
  told: Load & { isAxios: boolean };
  said: Spent;
}

const HEADERS = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };

/**
 * The least that a client can do. Posts forms that are signed already, as many at a time as a till, waits
 * for each answer, keeps nothing and writes nothing.
 */
export async function drainBare(told: BareRun['told']): Promise<BareRun['said']> {
  const forms = signedForms(told);
  const post = told.isAxios ? axiosPost(told) : plainPost(told);
  const postAll = async () => {
    for (let body = forms.pop(); body !== undefined; body = forms.pop()) {
      const answer = await post(body);
      if (!answer.includes('"biz_success":true')) throw new Error(answer);
    }
  };
  const read = stopwatch();
  await Promise.all(Array.from({ length: LANES }, postAll));
  return read();
}

type Post = (body: string) => Promise<string>;

function plainPost({ account, transport }: Load): Post {
  const fetched = fetchOver(transport);
  return async (body) => {
    const response = await fetched(account.url, { method: 'POST', headers: HEADERS, body });
    return response.text();
  };
}

function axiosPost({ account }: Load): Post {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: LANES });
  const client = axios.create({ httpAgent, headers: HEADERS, responseType: 'text' });
  return async (body) => (await client.post<string>(account.url, body)).data;
}
