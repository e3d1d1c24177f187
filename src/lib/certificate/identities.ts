import type { SigningAlgorithm, Vaults } from '../keys';
import { parseCompanyName } from './company-name';
import { CertificateError } from './error';
import { damagedIdentity, parseIdentity, type DamagedIdentity, type Identity } from './identity';
import { sealRecord, type SealToSave } from './seals';
import type { IdentityStorage } from './storage';
import { readable } from './stored';
import { issueTrial, type TrialProgress } from './trial';

/** The companies as which this device can seal. One of them is the current one. */
export class Identities {
  readonly #storage: IdentityStorage;
  readonly #vaults: Vaults;
  readonly #now: () => number;

  /** @param vaults of the same database as `storage` */
  constructor(storage: IdentityStorage, vaults: Vaults, opts: { now?(): number } = {}) {
    this.#storage = storage;
    this.#vaults = vaults;
    this.#now = opts.now ?? Date.now;
  }

  /** Oldest first. A record that cannot be read is left out: see `damaged`. */
  async list(): Promise<Identity[]> {
    const identities = readable(await this.#storage.identities(), parseIdentity);
    return identities.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  /** Records that cannot be read, with what can still be told of them. They stay until they are removed. */
  async damaged(): Promise<DamagedIdentity[]> {
    return (await this.#storage.identities()).flatMap((stored) => damagedIdentity(stored) ?? []);
  }

  /** @throws CertificateError `no-such-identity`, `storage-damaged` */
  async get(id: string): Promise<Identity> {
    const stored = await this.#storage.identity(id);
    if (stored === undefined) throw new CertificateError('no-such-identity', { id });
    return parseIdentity(stored);
  }

  /** The one that was chosen last; the newest where that one is gone; undefined where there is none. */
  async current(): Promise<Identity | undefined> {
    const [id, identities] = await Promise.all([this.#storage.currentIdentityId(), this.list()]);
    return identities.find((identity) => identity.id === id) ?? identities.at(-1);
  }

  /** @throws CertificateError `no-such-identity` */
  async setCurrent(id: string): Promise<void> {
    if (!(await this.#storage.setCurrentIdentity(id))) throw new CertificateError('no-such-identity', { id });
  }

  /**
   * Makes an identity for trying out: a vault under `pin`, a root, an issuing CA and a company certificate, trusted
   * on this device only. It becomes the current one. Where anything fails, nothing is kept.
   *
   * @param o.companyName see `parseCompanyName`
   * @param o.firstSeal   is there whenever the identity is
   * @throws CertificateError `company-name`, `seal-name`, `seal-design`; KeyError `weak-pin`; what the storage throws
   */
  async createTrial(o: {
    companyName: string;
    pin: string;
    algorithm?: SigningAlgorithm;
    firstSeal?: Omit<SealToSave, 'id' | 'identityId'>;
    onProgress?(progress: TrialProgress): void;
  }): Promise<Identity> {
    const companyName = parseCompanyName(o.companyName);
    const vaultId = crypto.randomUUID();
    const { vaults, records } = this.#vaults.stage();
    const vault = await vaults.create(vaultId, o.pin);
    try {
      const { algorithm = 'p256', onProgress } = o;
      const now = this.#now();
      const newSigner = async (keyId: string) => {
        const { spki } = await vault.createKey(keyId, algorithm);
        return { algorithm, spki, sign: (data: Uint8Array) => vault.sign(keyId, data) };
      };
      const issued = await issueTrial({ companyName, algorithm, newSigner, now, onProgress });
      const identity: Identity = {
        id: crypto.randomUUID(),
        kind: 'trial',
        vaultId,
        ...issued,
        createdAt: now,
      };
      onProgress?.({ phase: 'saving' });
      const { firstSeal } = o;
      const seals = firstSeal ? [sealRecord({ ...firstSeal, identityId: identity.id }, now)] : [];
      await this.#storage.addIdentity(identity, records(), seals);
      return identity;
    } finally {
      vault.lock();
    }
  }

  /**
   * Removes an identity with its keys and seals. There is no way back.
   *
   * @throws CertificateError `no-such-identity`
   */
  async remove(id: string): Promise<void> {
    if (!(await this.#storage.removeIdentity(id))) throw new CertificateError('no-such-identity', { id });
  }
}
