import type { Certificate, Session } from 'electron';
import { expect, test } from 'vitest';
import type { AuditEntry } from '../audit/auditEntry.ts';
import { PrivateRoots, privateRootOf, watchRoots } from './privateRoots.ts';

const certificate = (fingerprint: string, issuerCert?: Certificate) =>
  ({ fingerprint, ...(issuerCert && { issuerCert }) }) as Certificate;

const chain = certificate(
  'sha256/server',
  certificate('sha256/between', certificate('sha256/root')),
);
const verified = {
  isIssuedByKnownRoot: false,
  verificationResult: 'net::OK',
  validatedCertificate: chain,
};

test('a server that is believed by a root that is not public is told by that root', () => {
  expect(privateRootOf(verified)).toBe('sha256/root');
});

test('one that a public root vouches for is not told, nor one that is not believed', () => {
  expect(privateRootOf({ ...verified, isIssuedByKnownRoot: true })).toBeNull();
  for (const verificationResult of ['net::ERR_CERT_AUTHORITY_INVALID', 'NOT_OK', '']) {
    expect(privateRootOf({ ...verified, verificationResult })).toBeNull();
  }
});

test('a chain that leads back to itself has an end', () => {
  const endless = certificate('sha256/endless');
  endless.issuerCert = endless;
  expect(privateRootOf({ ...verified, validatedCertificate: endless })).toBe('sha256/endless');
});

test('what is accepted is what Chromium accepts, whatever looking on comes to', () => {
  const decided: number[] = [];
  let look: (request: unknown, decide: (result: number) => void) => void = () => {};
  const session = {
    setCertificateVerifyProc: (proc: typeof look) => {
      look = proc;
    },
  };
  watchRoots(session as unknown as Session, () => {
    throw new Error('whoever is told fails');
  });
  for (const request of [verified, {}, null]) look(request, (result) => decided.push(result));
  expect(decided).toEqual([-3, -3, -3]);
});

function trail(known: string[] = []) {
  const privateRoots = new Set(known);
  const told: unknown[] = [];
  const owe = async ({ reason = '' }: AuditEntry) => {
    told.push(reason);
    privateRoots.add(reason);
  };
  return { told, privateRoots, owe };
}

test('each root is told once, also one that was met before the trail was open', () => {
  const roots = new PrivateRoots();
  const open = trail(['sha256/earlier']);
  for (const print of ['sha256/a', 'sha256/a', 'sha256/earlier']) roots.heed(print);
  roots.tellTo(open);
  for (const print of ['sha256/a', 'sha256/b', 'sha256/b']) roots.heed(print);
  expect(open.told).toEqual(['sha256/a', 'sha256/b']);
});

test('a hundred roots fill no trail, in one start or in many', () => {
  const open = trail();
  for (let start = 0; start < 3; start += 1) {
    const roots = new PrivateRoots();
    roots.tellTo(open);
    for (let index = 0; index < 100; index += 1) roots.heed(`sha256/${start}-${index}`);
  }
  expect(open.told).toHaveLength(20);
});
