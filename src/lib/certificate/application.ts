import * as v from 'valibot';
import { bytesEqual, type SigningAlgorithm, type Vaults } from '../keys';
import type { CompanySubject } from '../pki';
import type { ApplicationStorage } from './storage';
import { parseStored, readable } from './stored';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));

const applicationSchema = v.object({
  id: name,
  /** where it is applied for */
  platform: name,
  /** the company's, on the platform */
  enterprise: name,
  companyName: name,
  creditCode: name,
  algorithm: v.picklist(['p256', 'rsa2048']),
  vaultId: name,
  keyId: name,
  /** PKCS#10, DER: by it the order is found that was placed with it */
  request: v.pipe(
    v.custom<Uint8Array>((value) => value instanceof Uint8Array),
    v.minLength(1),
    v.maxLength(4096),
  ),
  createdAt: v.pipe(v.number(), v.finite()),
});

/** A key of this device that a certificate is applied for. `createdAt`: ms since the epoch. */
export type Application = v.InferOutput<typeof applicationSchema>;

/** Name of the key in its vault. */
const COMPANY_KEY = 'company';

/** The keys of this device that wait for their certificates. The key is made here, under its PIN, and never leaves. */
export class Applications {
  readonly #storage: ApplicationStorage;
  readonly #vaults: Vaults;
  readonly #now: () => number;

  /** @param vaults of the same database as `storage` */
  constructor(storage: ApplicationStorage, vaults: Vaults, opts: { now?(): number } = {}) {
    this.#storage = storage;
    this.#vaults = vaults;
    this.#now = opts.now ?? Date.now;
  }

  /** Oldest first. What cannot be read is left out. */
  async list(): Promise<Application[]> {
    const applications = readable(await this.#storage.applications(), parseApplication);
    return applications.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  /** The one that an order was placed with; undefined where its key is on another device, or gone. */
  async of(order: { request: Uint8Array }): Promise<Application | undefined> {
    return (await this.list()).find(({ request }) => bytesEqual(request, order.request));
  }

  /**
   * Makes a vault under `pin` with a key, and the request for its certificate. It is kept before anything is ordered:
   * an order without its key would be paid for nothing.
   *
   * @throws KeyError `weak-pin`; PkiError `bad-subject`, `bad-credit-code`; what the storage throws
   */
  async prepare(o: {
    platform: string;
    enterprise: string;
    subject: CompanySubject;
    pin: string;
    algorithm?: SigningAlgorithm;
  }): Promise<Application> {
    const { platform, enterprise, subject, algorithm = 'p256' } = o;
    const { createRequest } = await import('../pki');
    const vaultId = crypto.randomUUID();
    const { vaults, records } = this.#vaults.stage();
    const vault = await vaults.create(vaultId, o.pin);
    try {
      const { spki } = await vault.createKey(COMPANY_KEY, algorithm);
      const sign = (data: Uint8Array) => vault.sign(COMPANY_KEY, data);
      const application: Application = {
        id: crypto.randomUUID(),
        ...{ platform, enterprise, algorithm, vaultId, keyId: COMPANY_KEY },
        companyName: subject.companyName,
        creditCode: subject.creditCode,
        request: await createRequest({ subject, signer: { algorithm, spki, sign } }),
        createdAt: this.#now(),
      };
      await this.#storage.addApplication(application, records());
      return application;
    } finally {
      vault.lock();
    }
  }

  /** Removes an application with its key. There is no way back. @returns false where there is none */
  remove(id: string): Promise<boolean> {
    return this.#storage.removeApplication(id);
  }
}

function parseApplication(stored: unknown): Application {
  return parseStored(applicationSchema, stored, 'application');
}
