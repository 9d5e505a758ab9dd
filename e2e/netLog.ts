import { readFileSync } from 'node:fs';

/** One entry of Chromium's own record of its network stack; only what names an address matters. */
type NetworkEvent = { params?: { url?: string; host?: string } };

/** The addresses and hosts that Chromium has had to do with, from the file of an app that has ended in order. */
export function readNetLog(path: string): { urls: string[]; hosts: string[] } {
  const { events } = JSON.parse(readFileSync(path, 'utf8')) as { events: NetworkEvent[] };
  const urls = new Set(events.flatMap(({ params }) => params?.url ?? []));
  const hosts = new Set(events.flatMap(({ params }) => params?.host ?? []));
  return { urls: [...urls].sort(), hosts: [...hosts].sort() };
}
