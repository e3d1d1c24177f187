import * as v from 'valibot';
import type { CertificateInfo } from '../pki';
import { certificatesIn } from './certificate-file';
import { CertificateError } from './error';
import type { Identities } from './identities';
import { rootOf, type Identity } from './identity';
import type { RootStorage } from './storage';
import { parseStored, readable } from './stored';

const addedRootSchema = v.object({
  /** SHA-256 of the certificate, hexadecimal */
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  certificate: v.custom<Uint8Array>((value) => value instanceof Uint8Array),
  addedAt: v.pipe(v.number(), v.finite()),
});

/** A root that a person added. */
export type AddedRoot = v.InferOutput<typeof addedRootSchema>;

/** A root in which signatures may end. */
export interface TrustedRoot {
  /** SHA-256 of the certificate, hexadecimal */
  id: string;
  /**
   * roots of platforms, as records have shown them or an identity was issued under them; of this device's own trials,
   * as long as these exist; others were added by hand
   */
  source: 'platform' | 'this-device' | 'added';
  name: string;
  /** of somebody's trial: it proves nothing, wherever it was made */
  trial: boolean;
  notAfter: Date;
  /** DER */
  certificate: Uint8Array;
}

/** The roots that this device trusts: those of its own identities, and those that were added. */
export class TrustedRoots {
  readonly #storage: RootStorage;
  readonly #identities: Pick<Identities, 'list'>;
  readonly #now: () => number;

  constructor(storage: RootStorage, identities: Pick<Identities, 'list'>, opts: { now?(): number } = {}) {
    this.#storage = storage;
    this.#identities = identities;
    this.#now = opts.now ?? Date.now;
  }

  /**
   * All of them, to be shown: platforms' first, then own ones.
   *
   * @param platforms DER of the roots of platforms that this person deals with
   */
  async list(platforms: readonly Uint8Array[] = []): Promise<TrustedRoot[]> {
    const { describeCertificate } = await import('../pki');
    return (await this.#all(platforms)).flatMap(({ id, source, certificate }) => {
      try {
        const { commonName, notAfter, trial } = describeCertificate(certificate);
        return [{ id, source, name: commonName ?? '', trial, notAfter, certificate }];
      } catch {
        return []; // not even a certificate: nothing can be trusted by it
      }
    });
  }

  /** DER of all of them, for verifying. @param platforms as for `list` */
  async certificates(platforms: readonly Uint8Array[] = []): Promise<Uint8Array[]> {
    return (await this.#all(platforms)).map(({ certificate }) => certificate);
  }

  /**
   * Trusts the roots in a file from now on. Of a file with a whole chain the roots are taken.
   *
   * @param file DER, PEM or PKCS#7
   * @returns ids of the roots, also of those that were trusted already
   * @throws CertificateError `not-a-certificate`, `not-a-root`
   */
  async add(file: Uint8Array): Promise<string[]> {
    const { certificateFingerprint, describeCertificate } = await import('../pki');
    const certificates = await certificatesIn(file);
    if (certificates.length === 0) throw new CertificateError('not-a-certificate');
    const described = certificates.map((certificate) => ({
      certificate,
      info: describe(describeCertificate, certificate),
    }));
    const roots = described.filter(({ info }) => info.isCa && info.selfIssued);
    if (roots.length === 0) {
      const name = described[0]?.info.commonName;
      throw new CertificateError('not-a-root', {
        name,
        reason: described.some(({ info }) => info.isCa) ? 'not-self-issued' : 'no-ca',
      });
    }
    const addedAt = this.#now();
    const records = await Promise.all(
      roots.map(async ({ certificate }) => ({
        id: await certificateFingerprint(certificate),
        certificate,
        addedAt,
      })),
    );
    await this.#storage.addRoots(records);
    return records.map(({ id }) => id);
  }

  /** Trusts a root no more that was added. @throws CertificateError `no-such-root` */
  async remove(id: string): Promise<void> {
    if (!(await this.#storage.removeRoot(id))) throw new CertificateError('no-such-root', { id });
  }

  async #all(
    platforms: readonly Uint8Array[],
  ): Promise<Pick<TrustedRoot, 'id' | 'source' | 'certificate'>[]> {
    const [{ certificateFingerprint }, identities, stored] = await Promise.all([
      import('../pki'),
      this.#identities.list(),
      this.#storage.roots(),
    ]);
    const of = (kind: Identity['kind']) => identities.filter((one) => one.kind === kind).map(rootOf);
    const known = [
      ...[...platforms, ...of('platform')].map((certificate) => ({
        certificate,
        source: 'platform' as const,
      })),
      ...of('trial').map((certificate) => ({ certificate, source: 'this-device' as const })),
    ];
    const own = new Map<string, Pick<TrustedRoot, 'id' | 'source' | 'certificate'>>();
    for (const root of known) {
      const id = await certificateFingerprint(root.certificate);
      if (!own.has(id)) own.set(id, { id, ...root });
    }
    const added = readable(stored, (one) => parseStored(addedRootSchema, one, 'root'))
      .filter(({ id }) => !own.has(id))
      .sort((a, b) => a.addedAt - b.addedAt || (a.id < b.id ? -1 : 1));
    // A certificate in the place of the one that a person chose is not trusted.
    const intact = await Promise.all(
      added.map(async ({ id, certificate }) => (await certificateFingerprint(certificate)) === id),
    );
    return [
      ...own.values(),
      ...added
        .filter((_, index) => intact[index])
        .map(({ id, certificate }) => ({ id, source: 'added' as const, certificate })),
    ];
  }
}

function describe(read: (der: Uint8Array) => CertificateInfo, certificate: Uint8Array): CertificateInfo {
  try {
    return read(certificate);
  } catch (cause) {
    throw new CertificateError('not-a-certificate', {}, cause);
  }
}
