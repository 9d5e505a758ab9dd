import type { Certificate, Session } from 'electron';
import type { AuditTrail } from '../audit/auditTrail.ts';

/** What Chromium found about a server's certificate. */
interface Verified {
  isIssuedByKnownRoot: boolean;
  /** `net::OK`, or an error's name. */
  verificationResult: string;
  validatedCertificate: Certificate;
}

/** Let Chromium's own verdict stand. */
const AS_FOUND = -3;

/** No chain is as long. */
const LONGEST_CHAIN = 20;

/** Whoever puts one root after the other into the account's store fills no trail with them. */
const MOST_TOLD = 20;

/** The print of the root that vouches for a server which is believed, where it is none of the public ones; else null. */
export function privateRootOf(verified: Verified): string | null {
  if (verified.isIssuedByKnownRoot || !/(?:^|::)OK$/.test(verified.verificationResult)) return null;
  let root = verified.validatedCertificate;
  for (let length = 1; root.issuerCert && length < LONGEST_CHAIN; length += 1) {
    root = root.issuerCert;
  }
  return root.fingerprint;
}

/** Looks on at what is decided about certificates, and changes nothing of it. */
export function watchRoots(session: Session, onPrivateRoot: (print: string) => void): void {
  session.setCertificateVerifyProc((verified, decide) => {
    decide(AS_FOUND);
    try {
      const root = privateRootOf(verified);
      if (root !== null) onPrivateRoot(root);
    } catch {
      // A certificate that cannot be read has been decided about as well.
    }
  });
}

type Trail = Pick<AuditTrail, 'owe' | 'privateRoots'>;

/**
 * Tells each root that is not a public one the first time that the gateway is believed by it: an employer's proxy that
 * looks into everything is allowed, but a manager should know, since it reads every member.
 */
export class PrivateRoots {
  readonly #found = new Set<string>();
  #trail: Trail | null = null;

  readonly heed = (print: string): void => {
    if (this.#found.has(print) || this.#found.size >= MOST_TOLD) return;
    this.#found.add(print);
    if (this.#trail !== null) this.#tell(this.#trail, print);
  };

  /** The trail is open: it gets what was found before as well. */
  tellTo(trail: Trail): void {
    this.#trail = trail;
    for (const print of this.#found) this.#tell(trail, print);
  }

  #tell(trail: Trail, reason: string): void {
    const { privateRoots: told } = trail;
    if (told.has(reason) || told.size >= MOST_TOLD) return;
    void trail.owe({ action: 'gateway.private-root', operatorId: null, slip: null, reason });
  }
}
