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
 * Run in a process of its own: the least that a client can do. Posts forms that are signed already, as
 * many at a time as a till, waits for each answer, keeps nothing and writes nothing.
 */
const told = JSON.parse(process.argv[2] ?? '') as BareRun['told'];
const forms = signedForms(told);
const post = told.isAxios ? axiosPost() : plainPost();
const read = stopwatch();
await Promise.all(Array.from({ length: LANES }, postAll));
const said: BareRun['said'] = read();
console.log(JSON.stringify(said));
process.exit();

async function postAll(): Promise<void> {
  for (let body = forms.pop(); body !== undefined; body = forms.pop()) {
    const answer = await post(body);
    if (!answer.includes('"biz_success":true')) throw new Error(answer);
  }
}

function plainPost(): (body: string) => Promise<string> {
  const fetched = fetchOver(told.transport);
  return async (body) => {
    const response = await fetched(told.account.url, { method: 'POST', headers: HEADERS, body });
    return response.text();
  };
}

function axiosPost(): (body: string) => Promise<string> {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: LANES });
  const client = axios.create({ httpAgent, headers: HEADERS, responseType: 'text' });
  return async (body) => (await client.post<string>(told.account.url, body)).data;
}
