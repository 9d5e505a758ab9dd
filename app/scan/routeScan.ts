import { withoutUnseen } from '../member/unseen.ts';

/** Says where a code belongs, or null when it is none of this route's. */
export type ScanRoute<Destination> = (content: string) => Destination | null;

/** The first route that knows the code, or null when none does. */
export function routeScan<Destination>(
  content: string,
  routes: readonly ScanRoute<Destination>[],
): Destination | null {
  for (const route of routes) {
    const destination = route(content);
    if (destination !== null) return destination;
  }
  return null;
}

/** A code as it was read, and where it belongs. */
export interface RoutedScan<Destination> {
  content: string;
  destination: Destination | null;
}

/**
 * Routes what a scanner has typed. With caps lock on, nobody knows whether the scanner has allowed
 * for it: the reading that some route knows is the right one. A code from which a program types may hold
 * what cannot be seen; that is no part of it.
 */
export function routeReadings<Destination>(
  { text, plainText }: { text: string; plainText: string },
  routes: readonly ScanRoute<Destination>[],
): RoutedScan<Destination> {
  const readings = [text, plainText].map((reading) => withoutUnseen(reading).trim());
  for (const content of readings) {
    const destination = routeScan(content, routes);
    if (destination !== null) return { content, destination };
  }
  return { content: readings[0] ?? '', destination: null };
}
