import { bytesEqual } from '../keys';
import { schemeOf } from './algorithm';
import { readCertificate, type Certificate } from './certificate';
import { authorityKeyIdentifierOf, subjectKeyIdentifierOf } from './extension';
import { comparableName } from './name';
import { checkSignature } from './signature-check';

/** A path from a certificate upwards, and what its end is. */
export interface Path {
  /** end entity first */
  certificates: Certificate[];
  end: 'root' | 'self-signed' | 'issuer-missing' | 'signature-invalid' | 'signature-unsupported';
}

interface Authority {
  certificate: Certificate;
  /** comparable */
  name: string;
  /**
   * By its names: 0 a root, 1 below a root, 2 somewhere else. The near ones are tried first, so that a crowd of decoys
   * does not hide the path that is there.
   */
  distance: 0 | 1 | 2;
}

const MAX_PATH = 8;
/** More certificates than any message needs. */
const MAX_CANDIDATES = 1000;
/** Hostile sets of certificates, all of one name, would else make as many paths as there are orders of them. */
const MAX_SIGNATURE_CHECKS = 100;

/** Reads certificates; what is none is left out. */
export function readCertificates(ders: readonly Uint8Array[]): Certificate[] {
  return ders.flatMap((der) => {
    try {
      return [readCertificate(der)];
    } catch {
      return [];
    }
  });
}

/**
 * Builds paths upwards, depth first, along names and signatures. Key identifiers say which issuer to try first, and
 * no more than that (RFC 4158 §3.5.12). A path that reaches a root ends there.
 */
export class PathBuilder {
  readonly #issuers: Authority[];
  #checksLeft = MAX_SIGNATURE_CHECKS;

  constructor(
    private readonly roots: readonly Certificate[],
    candidates: readonly Certificate[],
  ) {
    const rootNames = new Set(roots.map(({ subject }) => nameOf(subject)));
    const authorities = (
      certificates: readonly Certificate[],
      distanceOf: (one: Certificate) => Authority['distance'],
    ) =>
      certificates.flatMap((certificate) => {
        const name = nameOf(certificate.subject);
        return name === undefined ? [] : [{ certificate, name, distance: distanceOf(certificate) }];
      });
    this.#issuers = [
      ...authorities(roots, () => 0),
      ...authorities(
        candidates.slice(0, MAX_CANDIDATES).filter((candidate) => !this.#isRoot(candidate)),
        ({ issuer }) => (rootNames.has(nameOf(issuer)) ? 1 : 2),
      ),
    ];
  }

  /** All paths from `certificate`, those that end at a root and those that cannot be continued. */
  async *paths(certificate: Certificate): AsyncGenerator<Path> {
    yield* this.#extend([certificate]);
  }

  async *#extend(below: Certificate[]): AsyncGenerator<Path> {
    const last = below[below.length - 1];
    if (!last) return;
    if (this.#isRoot(last)) {
      yield { certificates: below, end: 'root' };
      return;
    }
    if (bytesEqual(last.subject, last.issuer) && (await this.#signatureOf(last, last)) === 'valid') {
      yield { certificates: below, end: 'self-signed' };
      return;
    }
    let end: Path['end'] = 'issuer-missing';
    let isExtended = false;
    for (const issuer of below.length < MAX_PATH ? this.#issuersOf(last, below) : []) {
      const outcome = await this.#signatureOf(last, issuer);
      if (outcome === 'valid') {
        isExtended = true;
        yield* this.#extend([...below, issuer]);
      } else if (end !== 'signature-unsupported') {
        end = outcome === 'invalid' ? 'signature-invalid' : 'signature-unsupported';
      }
    }
    if (!isExtended) yield { certificates: below, end };
  }

  #isRoot(certificate: Certificate): boolean {
    return this.roots.some((root) => bytesEqual(root.raw, certificate.raw));
  }

  /** Those of the issuer's name, the likeliest first. A name and key that the path has already would be a circle. */
  #issuersOf(certificate: Certificate, below: readonly Certificate[]): Certificate[] {
    const name = nameOf(certificate.issuer);
    const identifier = hintOf(authorityKeyIdentifierOf, certificate);
    return this.#issuers
      .filter(
        (issuer) => issuer.name === name && !below.some((one) => isSameAuthority(one, issuer.certificate)),
      )
      .map((issuer) => {
        const own = hintOf(subjectKeyIdentifierOf, issuer.certificate);
        const differs = identifier !== undefined && own !== undefined && identifier !== own;
        return { certificate: issuer.certificate, rank: (differs ? 3 : 0) + issuer.distance };
      })
      .sort((a, b) => a.rank - b.rank)
      .map(({ certificate: issuer }) => issuer);
  }

  async #signatureOf(
    certificate: Certificate,
    issuer: Certificate,
  ): Promise<'valid' | 'invalid' | 'unsupported'> {
    if (this.#checksLeft === 0) return 'unsupported';
    this.#checksLeft -= 1;
    const { signatureAlgorithm, tbs, signature } = certificate;
    let scheme;
    try {
      scheme = schemeOf(signatureAlgorithm);
    } catch {
      return 'invalid';
    }
    return scheme ? checkSignature(scheme, issuer.spki, tbs, signature) : 'unsupported';
  }
}

function isSameAuthority(a: Certificate, b: Certificate): boolean {
  return bytesEqual(a.subject, b.subject) && bytesEqual(a.spki, b.spki);
}

/** undefined for a name that cannot be read: nobody is found by it. */
function nameOf(name: Uint8Array): string | undefined {
  try {
    return comparableName(name);
  } catch {
    return undefined;
  }
}

function hintOf(
  read: (extensions: Certificate['extensions']) => string | undefined,
  certificate: Certificate,
): string | undefined {
  try {
    return read(certificate.extensions);
  } catch {
    return undefined;
  }
}
