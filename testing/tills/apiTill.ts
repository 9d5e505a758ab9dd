import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tokenPath } from '../../main/api/apiToken.ts';
import type { FillForm } from '../../main/api/fillByApi.ts';
import type { CallLimits } from '../../main/api/guard.ts';
import { startApi } from '../../main/api/startApi.ts';
import type { TillOptions } from '../../main/till.ts';
import { CONSENT, freshFolder, OPERATOR, startTill } from './openedTill.ts';

interface ApiTillOptions {
  folder?: string;
  till?: Partial<TillOptions>;
  limits?: CallLimits;
  isLocked?: () => boolean;
  fillForm?: FillForm;
}

/** A whole till on the real disk whose API answers at a real socket; both end with the test. */
export async function apiTill({
  folder: given,
  till: more = {},
  limits,
  isLocked = () => false,
  fillForm = async () => 'no-answer',
}: ApiTillOptions = {}) {
  const folder = given ?? (await freshFolder());
  const opened = await startTill(folder, more);
  const errors: string[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string, detail?: object) =>
      errors.push(`${message} ${JSON.stringify(detail)}`),
  };
  const { till, calls: handlers } = opened;
  const options = { till, handlers, folder, version: '0', log, isLocked, fillForm };
  const server = await startApi({ ...options, ...(limits && { limits }) }, 0);
  onTestFinished(() => server.close(0));
  const { platform, env } = process;
  const tokenFile = tokenPath({ platform, env, folder, port: server.port }) ?? '';
  const token = await readFile(tokenFile, 'utf8');
  const address = `http://127.0.0.1:${server.port}`;
  const authorization = `Bearer ${token}`;
  /** One call as a POS program makes it. */
  const call = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization, ...(init.headers as Record<string, string>) };
    const response = await fetch(`${address}${path}`, { ...init, headers });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    call(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const register = (mobile: string, key: string, moreOf: object = {}) =>
    post('/v1/members', { ...apiRegistration(mobile), ...moreOf }, { 'idempotency-key': key });
  return { ...opened, folder, server, token, tokenFile, address, errors, call, post, register };
}

/** What a POS program sends of a customer who agrees. */
export function apiRegistration(mobile: string) {
  const { brandId, noticeVersion, marketing } = CONSENT;
  return {
    operatorId: OPERATOR,
    member: { mobile },
    consent: { agreed: true, brandId, noticeVersion, marketing },
  };
}

/** Sends bytes as they are, and gives what came back until the connection ended. */
export function sendBytes(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      answer += text;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

/** What every file of a folder has in it, by its path. */
export async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return Object.fromEntries(
    await Promise.all(
      files.map(async (path) => [path, (await readFile(path)).toString('base64')] as const),
    ),
  );
}
